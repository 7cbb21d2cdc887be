using Microsoft.AspNetCore.Builder;

namespace Racklight.App.Hosting;

/// <summary>Stands before everything on the machine-facing listener; runs before routing.</summary>
public interface IMachineFilter
{
    /// <summary>Adds its middleware.</summary>
    void Use(IApplicationBuilder app);
}
