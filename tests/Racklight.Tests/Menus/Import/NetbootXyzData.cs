using System.Text;
using Racklight.Menus.Import;
using Racklight.Sites;

namespace Racklight.Tests.Menus.Import;

/// <summary>netboot.xyz's data: small pieces written here, and the published whole where the machine has it.</summary>
internal static class NetbootXyzData
{
    public const string Endpoints = """
        endpoints:
          some-live-xfce:
            path: /debian-squash/releases/download/2026.1-abcd1234/
            files: [filesystem.squashfs, initrd, vmlinuz]
            os: kali
            version: 22.10
            flavor: xfce
            kernel: some-live-xfce
          shared-kernel:
            path: /debian-core-13/releases/download/13-1/
            files: [initrd, vmlinuz]
            os: debian
            version: '13'
          Borrower_1.0:
            path: /debian-squash/releases/download/13-2
            files: [filesystem.squashfs]
            os: debian
            version: 13
            kernel: shared-kernel
          stranger:
            path: /asset-mirror/releases/download/1/
            files: [odd.bin]
            os: unheard-of
            version: 1.0
        """;

    public const string Defaults = """
        live_endpoint: https://github.com/netbootxyz
        kernel_params: initrd=initrd.magic ${cmdline}
        releases:
          fedora:
            name: Fedora
            menu: linux
            enabled: true
            mirror: mirrors.kernel.org
            base_dir: fedora
            versions: [{ code_name: 44, name: 44 }]
          debian:
            name: Debian
            mirror: http://mirror.example.org
            base_dir: debian
            versions:
              stable: [{ code_name: trixie, name: '13.0 (trixie)' }]
              testing: [{ code_name: forky, name: forky (testing) }]
          unheard-of: { name: Unheard, versions: [{ code_name: a, name: A }] }
          nothing: { name: Nothing }
        utilitiesefi:
          tool: { name: Tool, enabled: true, type: direct, kernel: 'http://s/tool.efi' }
          kali: { name: Kali, enabled: true, type: direct, kernel: '${live_endpoint}{{ endpoints.some-live-xfce.path }}vmlinuz boot=live {{ kernel_params }}' }
          menu: { name: Menu, enabled: true, type: ipxemenu }
        """;

    /// <summary>A checkout of netboot.xyz: the one that <c>RACKLIGHT_NETBOOT_XYZ</c> names, else <c>shared/data/netboot.xyz</c> in a directory above this one; skips the test without one.</summary>
    public static string Published()
    {
        if (Environment.GetEnvironmentVariable("RACKLIGHT_NETBOOT_XYZ") is { Length: > 0 } named) return named;
        for (var directory = new DirectoryInfo(AppContext.BaseDirectory); directory is not null; directory = directory.Parent)
        {
            var data = Path.Combine(directory.FullName, "shared", "data", "netboot.xyz");
            if (Directory.Exists(data)) return data;
        }
        Assert.Skip("there is no netboot.xyz checkout here: name one by RACKLIGHT_NETBOOT_XYZ");
        throw new InvalidOperationException();
    }

    public static (IReadOnlyDictionary<string, MenuFile> Entries, ImportReport Report) Import(string endpoints = Endpoints, string defaults = Defaults)
        => NetbootXyzImport.Run(new UpstreamFiles(UpstreamFile.Read("endpoints.yml", Encoding.UTF8.GetBytes(endpoints)), UpstreamFile.Read("defaults.yml", Encoding.UTF8.GetBytes(defaults))));

    /// <summary>Where a record went: <c>imported</c>, <c>needs-recipe</c> or <c>warning</c>, with the reason.</summary>
    public static (string Outcome, string Reason, string? Entry) Of(this ImportReport report, string kind, string id)
        => new[] { ("imported", report.Imported), ("needs-recipe", report.NeedsRecipe), ("warning", report.Warnings) }
            .SelectMany(static pair => pair.Item2.Select(record => (Outcome: pair.Item1, Record: record)))
            .Where(one => one.Record.Kind == kind && one.Record.Id == id).Select(static one => (one.Outcome, one.Record.Reason, one.Record.Entry)).Single();

    /// <summary>Every record is in one list, once.</summary>
    public static void ShouldAccountForEverything(this ImportReport report)
    {
        var all = report.Imported.Concat(report.NeedsRecipe).Concat(report.Warnings).ToList();
        all.Count.ShouldBe(report.Endpoints + report.Releases + report.Versions + report.Utilities);
        all.Select(static record => (record.Kind, record.Id)).Distinct().Count().ShouldBe(all.Count);
        all.ShouldAllBe(static record => record.Reason.Length > 0 && record.Place != null);
    }
}
