using Microsoft.AspNetCore.Builder;

namespace Racklight.App.Hosting;

/// <summary>Stands before everything on the administrative listener: Host and Origin checks, login, CSRF.</summary>
public interface IAdminGuard
{
    /// <summary>Adds its middleware; runs before routing.</summary>
    void Use(IApplicationBuilder app);
}
