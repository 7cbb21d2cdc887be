namespace Racklight.Tests.Sites;

public sealed class TwelveMistakesTests
{
    [Fact]
    public void A_site_with_twelve_mistakes_tells_all_twelve_with_their_positions()
    {
        using var site = new TemporarySite(
            ("site.yaml", """
                site: twelve
                networks:
                  rack1:
                    cidr: 10.20.0.7/24
                    dhcp: ful
                    gatway: 10.20.0.1
                  rack2: { cidr: 10.21.0.0/24, dhcp: full, range: 10.21.0.200-10.21.0.100 }
                trust: { ssh-keys: [../secret.pub] }

                """),
            ("groups/compute.yaml", "boots: kwm@stable\n"),
            ("nodes/a.yaml", "group: compte\nmac: 52:54:00:20:00:02\n"),
            ("nodes/b.yaml", "mac: 52-54-00-20-00-02\nboots: [kvm]\n"),
            ("nodes/c.yaml", "mac: 53:54:00:20:00:03\nmac: 52:54:00:20:00:04\n"),
            ("images/kvm/image.yaml", "base: debian/bookworm\npersits: [/etc/ssh]\n"));
        site.Check().ShouldBe("""
            site.yaml:4:11: error: `10.20.0.7/24` is an address within a subnet, not a subnet
                    cidr: 10.20.0.7/24
                          ^
                try: 10.20.0.0/24
            site.yaml:5:11: error: `ful` is not a choice for `dhcp`, did you mean `full`?
                    dhcp: ful
                          ^
                try: one of proxy, full, off
            site.yaml:6:5: error: unknown key `gatway`, did you mean `gateway`?
                    gatway: 10.20.0.1
                    ^
            site.yaml:7:51: error: the range ends before it begins
                  rack2: { cidr: 10.21.0.0/24, dhcp: full, range: 10.21.0.200-10.21.0.100 }
                                                                  ^
                try: 10.21.0.100-10.21.0.200
            site.yaml:8:21: error: `../secret.pub` leaves the site
                trust: { ssh-keys: [../secret.pub] }
                                    ^
                try: copy the file into the site
            groups/compute.yaml:1:8: error: there is no image `kwm`, did you mean `kvm@stable`?
                boots: kwm@stable
                       ^
            images/kvm/image.yaml:2:1: error: unknown key `persits`, did you mean `persist`?
                persits: [/etc/ssh]
                ^
            nodes/a.yaml:1:8: error: there is no group `compte`, did you mean `compute`?
                group: compte
                       ^
            nodes/b.yaml:1:6: error: nodes/a.yaml has the same MAC address 52:54:00:20:00:02
                mac: 52-54-00-20-00-02
                     ^
                try: give each node the address of its own card
            nodes/b.yaml:2:8: error: `boots` must be text, not a list
                boots: [kvm]
                       ^
                try: kvm@canary
            nodes/c.yaml:1:6: error: 53:54:00:20:00:03 is a multicast address, not a card's: its first octet is odd
                mac: 53:54:00:20:00:03
                     ^
                try: read it off the card, or from `ip link`
            nodes/c.yaml:2:1: error: the key `mac` is here a second time; the first is on line 1
                mac: 52:54:00:20:00:04
                ^
                try: keep one of them
            """);
    }
}
