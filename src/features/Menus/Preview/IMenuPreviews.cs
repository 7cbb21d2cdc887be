namespace Racklight.Menus.Preview;

/// <summary>
/// Shows what a machine would see and boot, without any machine: what the dashboard's menu page asks. The room of nodes answers with the
/// same code that makes machines' scripts.
/// </summary>
public interface IMenuPreviews
{
    /// <summary>The machines that one can look as: those that the served site names, and those that showed themselves.</summary>
    Task<IReadOnlyList<PreviewMachine>> MachinesAsync(CancellationToken cancellationToken);

    /// <summary>The menu of a machine, and what a choice there would boot. Nothing is recorded, no session is opened, secrets are masked.</summary>
    Task<MenuPreview> ShowAsync(PreviewQuestion question, CancellationToken cancellationToken);
}
