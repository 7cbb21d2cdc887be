using Racklight.Menus.Recipes;
using MenuCatalog = Racklight.Menus.Entries.Catalog;

namespace Racklight.Tests.Menus.Catalog;

/// <summary>
/// Each recipe against the command line that its distribution documents; the page (or the boot menu of its medium) is cited beside it.
/// Files are by their last part: mirrors differ, names do not.
/// </summary>
public sealed class CommandLineTests
{
    [Theory]
    // "linux", "initrd.gz" of images/netboot; nothing else is needed to start it: https://www.debian.org/releases/stable/amd64/ch05s01.en.html
    [InlineData("debian-13", "x64", "bios", "linux initrd.gz", "")]
    [InlineData("debian-sid", "x64", "uefi", "linux initrd.gz", "mirror/suite=sid")]
    // Same installer on another mirror: https://www.kali.org/docs/installation/network-pxe/
    [InlineData("kali", "x64", "bios", "linux initrd.gz", "")]
    // root=/dev/ram0 ramdisk_size=… ip=dhcp url=…iso cloud-config-url=/dev/null: https://ubuntu.com/server/docs/how-to/installation/how-to-netboot-the-server-installer-on-amd64/
    [InlineData("ubuntu-24.04", "x64", "uefi", "linux initrd", "root=/dev/ram0 ramdisk_size=3500000 cloud-config-url=/dev/null url=http://releases.ubuntu.com/24.04/ubuntu-24.04.4-live-server-amd64.iso ip=dhcp")]
    // casper(7): boot=casper netboot=url url=: https://manpages.ubuntu.com/manpages/noble/man7/casper.7.html
    [InlineData("mint-22-xfce", "x64", "bios", "vmlinuz initrd", "boot=casper netboot=url url=https://github.com/netbootxyz/ubuntu-squash/releases/download/22-e45bc094/filesystem.squashfs ip=dhcp")]
    // live-boot(7): boot=live fetch=: https://manpages.debian.org/bookworm/live-boot-doc/live-boot.7.en.html
    [InlineData("debian-live-13", "x64", "uefi", "vmlinuz initrd", "boot=live fetch=https://github.com/netbootxyz/debian-squash/releases/download/13.4.0-9d9b777e/filesystem.squashfs")]
    // Clonezilla's own PXE page: https://clonezilla.org/livepxe.php
    [InlineData("clonezilla", "x64", "bios", "vmlinuz initrd", "boot=live fetch=https://github.com/netbootxyz/debian-squash/releases/download/3.3.1-35-1a41a72c/filesystem.squashfs username=user union=overlay config components noswap edd=on nomodeset ocs_live_run=\"ocs-live-general\" ocs_live_batch=no net.ifnames=0 nosplash noprompt")]
    // GParted's own PXE page: https://gparted.org/livepxe.php
    [InlineData("gparted", "x64", "bios", "vmlinuz initrd", "boot=live fetch=https://github.com/netbootxyz/debian-squash/releases/download/1.8.1-3-5616e296/filesystem.squashfs union=overlay username=user config components noswap noeject vga=788")]
    // inst.repo=: https://anaconda-installer.readthedocs.io/en/latest/user-guide/boot-options.html
    [InlineData("fedora-44", "x64", "uefi", "vmlinuz initrd.img", "inst.repo=http://mirrors.kernel.org/fedora/releases/44/Everything/x86_64/os/ ip=dhcp")]
    [InlineData("rocky-10", "arm64", "uefi", "vmlinuz initrd.img", "inst.repo=http://download.rockylinux.org/pub/rocky/10/BaseOS/aarch64/os/ ip=dhcp")]
    // root=live: and rd.live.image: https://man7.org/linux/man-pages/man7/dracut.cmdline.7.html ("Booting live images")
    [InlineData("fedora-live-40", "x64", "bios", "vmlinuz initrd", "root=live:https://github.com/netbootxyz/fedora-assets/releases/download/1.14-aefc8f89/squashfs.img ro rd.live.image rd.luks=0 rd.md=0 rd.dm=0 rd.lvm=0 rd.neednet=1 ip=dhcp")]
    // install= and netsetup=: https://en.opensuse.org/SDB:Linuxrc
    [InlineData("opensuse-leap-15.6", "x64", "bios", "linux initrd", "install=http://download.opensuse.org/distribution/leap/15.6/repo/oss/ netsetup=dhcp")]
    // root=live: https://agama-project.github.io/docs/user/reference/boot_options
    [InlineData("opensuse-leap-16.0", "x64", "uefi", "linux initrd", "root=live:http://download.opensuse.org/distribution/leap/16.0/offline/Leap-16.0-online-installer-x86_64.install.iso ip=dhcp")]
    // archiso_http_srv= with a / at its end, archisobasedir=, cms_verify=: README.bootparams of mkinitcpio-archiso
    [InlineData("arch", "x64", "uefi", "vmlinuz-linux initramfs-linux.img", "archiso_http_srv=http://mirrors.kernel.org/archlinux/iso/latest/ archisobasedir=arch cms_verify=y net.ifnames=0 ip=dhcp")]
    // https://www.system-rescue.org/manual/PXE_network_booting/
    [InlineData("systemrescue", "x64", "bios", "vmlinuz initrd archiso_pxe_http>/hooks/archiso_pxe_http", "archiso_http_srv=https://github.com/netbootxyz/asset-mirror/releases/download/13.00-d20a63ac/ archisobasedir=sysresccd net.ifnames=0 ip=dhcp")]
    // misobasedir=, miso_http_srv=: manjaro-tools initcpio/hooks/miso_pxe_http
    [InlineData("manjaro-xfce", "x64", "bios", "vmlinuz initrd", "misobasedir=manjaro miso_http_srv=https://github.com/netbootxyz/manjaro-squash/releases/download/26.0.4-260327-linux618-93c4b57e/ net.ifnames=0 driver=free tz=UTC lang=en_US keytable=us ip=dhcp")]
    // https://wiki.alpinelinux.org/wiki/PXE_boot
    [InlineData("alpine-3.23", "x64", "bios", "vmlinuz-lts initramfs-lts", "alpine_repo=http://dl-cdn.alpinelinux.org/alpine/v3.23/main/ modules=loop,squashfs modloop=http://dl-cdn.alpinelinux.org/alpine/v3.23/releases/x86_64/netboot/modloop-lts quiet ip=dhcp")]
    // The build's own netboot.ipxe is chained to: https://nixos.org/manual/nixos/stable/#sec-booting-from-pxe
    [InlineData("nixos-25.11", "arm64", "uefi", "netboot-aarch64-linux.ipxe", "")]
    // coreos.live.rootfs_url=, ignition.platform.id=: https://docs.fedoraproject.org/en-US/fedora-coreos/live-booting/
    [InlineData("coreos-stable", "x64", "uefi", "fedora-coreos-43.20260413.3.2-live-kernel.x86_64 fedora-coreos-43.20260413.3.2-live-initramfs.x86_64.img", "coreos.live.rootfs_url=http://builds.coreos.fedoraproject.org/prod/streams/stable/builds/43.20260413.3.2/x86_64/fedora-coreos-43.20260413.3.2-live-rootfs.x86_64.img ignition.firstboot ignition.platform.id=metal ip=dhcp rd.neednet=1")]
    // flatcar.first_boot=1: https://www.flatcar.org/docs/latest/installing/bare-metal/booting-with-ipxe/
    [InlineData("flatcar-stable", "x64", "bios", "flatcar_production_pxe.vmlinuz flatcar_production_pxe_image.cpio.gz", "flatcar.first_boot=1")]
    // https://www.talos.dev/latest/talos-guides/install/bare-metal-platforms/pxe/ ("talos.platform=metal slab_nomerge pti=on")
    [InlineData("talos", "arm64", "uefi", "vmlinuz-arm64 initramfs-arm64.xz", "talos.platform=metal init_on_alloc=1 slab_nomerge pti=on consoleblank=0 nvme_core.io_timeout=4294967295 printk.devkmsg=on ima_template=ima-ng ima_appraise=fix ima_hash=sha512 console=tty0")]
    // https://docs.harvesterhci.io/latest/install/pxe-boot-install/
    [InlineData("harvester", "x64", "uefi", "harvester-v1.8.0-vmlinuz-amd64 harvester-v1.8.0-initrd-amd64", "root=live:https://releases.rancher.com/harvester/v1.8.0/harvester-v1.8.0-rootfs-amd64.squashfs net.ifnames=1 rd.cos.disable rd.noverifyssl console=tty1 ip=dhcp")]
    // isolinux.cfg of the medium, with the image in the initramfs: https://wiki.gentoo.org/wiki/Gentoo_installation_via_PXE
    [InlineData("gentoo", "x64", "bios", "vmlinuz initrd image.squashfs>/image.squashfs", "root=/dev/ram0 init=/linuxrc loop=/image.squashfs looptype=squashfs cdroot=1 ip=dhcp")]
    // isolinux.cfg of the medium: https://docs.slackware.com/howtos:slackware_admin:set_up_a_pxe_server
    [InlineData("slackware-15.0", "x64", "bios", "bzImage initrd.img", "load_ramdisk=1 prompt_ramdisk=0 rw printk.time=0")]
    // isolinux.cfg of the medium, with the medium in the initramfs: https://pve.proxmox.com/wiki/Automated_Installation
    [InlineData("proxmox-ve", "x64", "uefi", "vmlinuz initrd proxmox.iso>/proxmox.iso", "vga=791 video=vesafb:ywrap,mtrr ramdisk_size=16777216 rw quiet splash=silent")]
    // https://docs.xcp-ng.org/installation/install-xcp-ng/#pxe
    [InlineData("xcp-ng", "x64", "uefi", "grubx64.efi", "")]
    // isolinux.cfg of the medium: https://vmware.github.io/photon/docs-v5/
    [InlineData("photon-4", "x64", "bios", "vmlinuz initrd.img", "root=/dev/ram0 loglevel=3 repo=https://packages.vmware.com/photon/4.0/photon_release_4.0_x86_64/")]
    // https://docs.vyos.io/en/latest/installation/install.html#pxe-boot
    [InlineData("vyos", "x64", "bios", "vmlinuz initrd", "boot=live fetch=https://github.com/netbootxyz/debian-squash/releases/download/2026.05.07-0040-rolling-bf6bd56c/filesystem.squashfs components hostname=vyos username=live nopersistence noautologin union=overlay console=tty0 net.ifnames=0 biosdevname=0")]
    // isolinux.cfg of the medium: https://tails.net/contribute/design/
    [InlineData("tails", "x64", "bios", "vmlinuz initrd.img 9990-misc-helpers.sh>/usr/lib/live/boot/9990-misc-helpers.sh tails.iso>/tails.iso", "boot=live fromiso=/tails.iso config nopersistence noprompt timezone=Etc/UTC splash noautologin module=Tails slab_nomerge slub_debug=FZP mce=0 vsyscall=none page_poison=1 init_on_free=1 mds=full,nosmt")]
    // http://tinycorelinux.net/faq.html#bootcodes
    [InlineData("corepure64", "x64", "uefi", "vmlinuz64 corepure64.gz", "loglevel=3")]
    // https://github.com/memtest86plus/memtest86plus#boot-options: none is needed
    [InlineData("memtest86plus", "x64", "uefi", "mt86p_x86_64", "")]
    // https://github.com/PartialVolume/shredos.x86_64: its own grub.cfg
    [InlineData("shredos", "x64", "bios", "shredos", "console=tty3 loglevel=3")]
    // isolinux.cfg of the medium ("nuke=\"dwipe\" silent vga=785"): https://dban.org/
    [InlineData("dban", "x64", "bios", "DBAN.BZI", "nuke=\"dwipe\" silent vga=785")]
    // https://ipxe.org/cmd/kernel
    [InlineData("uefi-shell", "arm64", "uefi", "uefi-shell-aarch64.efi", "")]
    // https://ipxe.org/download: ipxe.lkrn for a BIOS, ipxe.efi for UEFI
    [InlineData("ipxe", "x64", "bios", "ipxe.lkrn", "")]
    [InlineData("ipxe", "arm64", "uefi", "ipxe.efi", "")]
    // https://wiki.syslinux.org/wiki/index.php?title=MEMDISK ("iso raw"); the kernel of cdXX.iso is bsd.rd: https://www.openbsd.org/faq/faq4.html
    [InlineData("openbsd-7.9", "x64", "bios", "memdisk disk.img", "iso raw")]
    [InlineData("openbsd-7.9", "arm64", "uefi", "miniroot79.img", "")]
    // https://mfsbsd.vx.sk/: a disk image
    [InlineData("freebsd-14", "x64", "bios", "memdisk disk.img", "harddisk raw")]
    public void A_recipe_boots_as_its_distribution_says(string entry, string architecture, string firmware, string files, string arguments)
    {
        var plan = MenuCatalog.Own.Get(entry).Plan(new PlanContext(Machine(architecture), firmware == "bios" ? Firmware.Bios : Firmware.Uefi));
        var loaded = plan.Initrds.Select(static initrd => initrd.Name + (initrd.Path is { } path ? ">" + path : ""));
        string.Join(' ', loaded.Prepend(plan.Kernel![(plan.Kernel!.LastIndexOf('/') + 1)..])).ShouldBe(files);
        string.Join(' ', plan.Arguments).ShouldBe(arguments);
    }

    [Theory]
    // auto=true priority=critical preseed/url=: https://www.debian.org/releases/stable/amd64/apbs02.en.html
    // The network is set up before the preseed can be fetched, so what is asked there goes here: https://www.debian.org/releases/stable/amd64/apbs04.en.html ("Network configuration")
    [InlineData("debian-13", "auto=true priority=critical preseed/url=http://s/a netcfg/get_nameservers=")]
    // autoinstall ds=nocloud-net;s=: https://canonical-subiquity.readthedocs-hosted.com/en/latest/tutorial/providing-autoinstall.html
    [InlineData("ubuntu-24.04", "autoinstall ds=nocloud-net;s=http://s/a")]
    // inst.ks=: https://anaconda-installer.readthedocs.io/en/latest/user-guide/boot-options.html
    [InlineData("fedora-44", "inst.ks=http://s/a")]
    // autoyast=: https://doc.opensuse.org/projects/autoyast/#invoking-autoinst
    [InlineData("opensuse-leap-15.6", "autoyast=http://s/a")]
    // inst.auto=: https://agama-project.github.io/docs/user/reference/boot_options
    [InlineData("opensuse-leap-16.0", "inst.auto=http://s/a")]
    // ignition.config.url=: https://docs.fedoraproject.org/en-US/fedora-coreos/live-booting/
    [InlineData("coreos-stable", "ignition.config.url=http://s/a")]
    // talos.config=: https://www.talos.dev/latest/reference/kernel/
    [InlineData("talos", "talos.config=http://s/a")]
    // apkovl=: https://wiki.alpinelinux.org/wiki/PXE_boot
    [InlineData("alpine-3.23", "apkovl=http://s/a")]
    public void An_answer_file_is_passed_as_the_installer_wants_it(string entry, string arguments)
    {
        var plan = MenuCatalog.Own.Get(entry).Plan(new PlanContext(Architecture.X64, Firmware.Uefi) { Answers = "http://s/a" });
        string.Join(' ', plan.Arguments).ShouldEndWith(arguments);
    }

    [Theory]
    // https://www.debian.org/releases/stable/amd64/apbs04.en.html (netcfg)
    [InlineData("debian-13", "netcfg/disable_autoconfig=true netcfg/get_ipaddress=10.0.0.9 netcfg/get_netmask=255.255.255.0 netcfg/get_gateway=10.0.0.1 netcfg/get_nameservers=\"10.0.0.2 10.0.0.3\" netcfg/confirm_static=true")]
    // ip=<client>::<gateway>:<netmask>:<host>:<interface>:none, nameserver=: https://man7.org/linux/man-pages/man7/dracut.cmdline.7.html
    [InlineData("fedora-44", "ip=10.0.0.9::10.0.0.1:255.255.255.0:r1n2:eth0:none nameserver=10.0.0.2 nameserver=10.0.0.3")]
    // ifcfg=<pattern>=<address>/<prefix>,<gateway>,<dns>: https://en.opensuse.org/SDB:Linuxrc
    [InlineData("opensuse-leap-15.6", "ifcfg=eth0*=10.0.0.9/24,10.0.0.1,10.0.0.2")]
    // klibc's ip=: https://git.kernel.org/pub/scm/libs/klibc/klibc.git/tree/usr/kinit/ipconfig/README.ipconfig
    [InlineData("ubuntu-24.04", "ip=10.0.0.9::10.0.0.1:255.255.255.0:r1n2:eth0:off:10.0.0.2:10.0.0.3")]
    public void An_address_is_passed_as_the_system_wants_it(string entry, string arguments)
    {
        var address = new StaticAddress(System.Net.IPAddress.Parse("10.0.0.9"), 24, System.Net.IPAddress.Parse("10.0.0.1")) { Interface = "eth0", Dns = [System.Net.IPAddress.Parse("10.0.0.2"), System.Net.IPAddress.Parse("10.0.0.3")] };
        var plan = MenuCatalog.Own.Get(entry).Plan(new PlanContext(Architecture.X64, Firmware.Uefi) { Address = address, HostName = "r1n2" });
        string.Join(' ', plan.Arguments).ShouldContain(arguments);
        plan.Arguments.ShouldNotContain("ip=dhcp");
    }

    [Fact]
    public void What_a_recipe_cannot_be_told_is_a_warning_and_files_are_fetched_from_where_they_are()
    {
        var context = new PlanContext(Architecture.X64, Firmware.Bios)
        {
            Answers = "http://s/a",
            Console = new SerialConsole(),
            Address = new StaticAddress(System.Net.IPAddress.Parse("10.0.0.9"), 24),
            Arguments = ["debug"],
            Locate = static url => "http://10.0.0.1:8080/mirror/" + url[(url.LastIndexOf('/', url.Length - 2) + 1)..],
        };
        MenuCatalog.Own.Get("gentoo").Plan(context).Warnings.Count.ShouldBe(2);
        var plan = MenuCatalog.Own.Get("arch").Plan(context);
        plan.Kernel.ShouldBe("http://10.0.0.1:8080/mirror/vmlinuz-linux");
        plan.Arguments.ShouldContain("archiso_http_srv=http://10.0.0.1:8080/mirror/latest/");
        plan.Arguments.ShouldContain("console=ttyS0,115200");
        plan.Arguments[^1].ShouldBe("debug");
    }

    private static Architecture Machine(string word) => ArchitectureWords.TryParse(word, out var architecture) ? architecture : throw new ArgumentException(word);
}
