using Racklight.App.Hosting;

namespace Racklight.Tests.App.Hosting;

public sealed class StartupPagesTests
{
    [Fact]
    public void Only_the_code_of_the_programs_own_file_is_given_back()
        => StartupPages.Mappings(
        [
            "00400000-00900000 r--p 00000000 fe:00 1234                              /usr/bin/rack light",
            "00900000-02000000 r-xp 00500000 fe:00 1234                              /usr/bin/rack light",
            "02000000-03000000 rw-p 01c00000 fe:00 1234                              /usr/bin/rack light",
            "7f0000000000-7f0000100000 r-xp 00000000 fe:00 99                        /usr/lib/x86_64-linux-gnu/libc.so.6",
            "7f0000200000-7f0000300000 rw-p 00000000 00:00 0",
            "ffffffffff600000-ffffffffff601000 --xp 00000000 00:00 0                 [vsyscall]",
            "",
        ], "/usr/bin/rack light").ShouldBe([(0x900000, 0x1700000)]);
}
