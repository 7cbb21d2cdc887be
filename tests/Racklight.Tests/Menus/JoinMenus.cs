using System.Runtime.CompilerServices;
using Racklight.Menus;

namespace Racklight.Tests.Menus;

/// <summary>Sites are checked against the catalog in every test, as they are in the program, whichever test runs first.</summary>
internal static class JoinMenus
{
    [ModuleInitializer]
    internal static void Join() => _ = new MenusFeature();
}
