using CsCheck;
using Racklight.NetBoot.Dhcp;

namespace Racklight.Tests.NetBoot.Dhcp;

public sealed class FuzzTests
{
    private const int Rounds = 300_000;

    [Fact]
    public void Mutated_packets_never_throw_out_of_parser_decision_or_encoder()
    {
        var links = new FixedLinks("10.20.0.1");
        var responder = new DhcpResponder(
            [
                new DhcpNetwork("full", PacketBuilder.Subnet("10.20.0.0/24")) { Mode = NetworkMode.Full, First = PacketBuilder.Address("10.20.0.100"), Last = PacketBuilder.Address("10.20.0.199") },
                new DhcpNetwork("proxy", PacketBuilder.Subnet("10.30.0.0/16")),
            ],
            new BootOptions { ScriptUrl = address => $"http://{address}:8080/boot.ipxe", LoaderUrl = (address, file) => $"http://{address}/loader/{file}" },
            new FixedFiles(), new OpenPolicy(), links);
        var random = new Random(2131);
        var buffer = new byte[1472];
        var now = DateTimeOffset.UnixEpoch;
        var parsed = 0;
        for (var i = 0; i < Rounds; i++)
        {
            var packet = Mutate(Corpus.Packets[random.Next(Corpus.Packets.Count)], random);
            if (!DhcpMessage.TryParse(packet, out var message, out _)) continue;
            parsed++;
            now += TimeSpan.FromMilliseconds(random.Next(1000));
            var arrival = new Arrival(1, PacketBuilder.Address(random.Next(2) == 0 ? "10.20.0.1" : "10.30.0.1"), new IPv4((uint)random.Next()), 68, random.Next(8) == 0);
            var decision = responder.Decide(message, arrival, now);
            if (decision.Reply is not { } reply) continue;
            var length = reply.Encode(message, buffer);
            DhcpMessage.TryParse(buffer.AsSpan(0, length), out var answer, out var fault).ShouldBeTrue($"{fault} in the answer to {Convert.ToHexString(packet)}");
            answer!.IsReply.ShouldBeTrue();
            answer.Transaction.ShouldBe(message.Transaction);
        }
        parsed.ShouldBeGreaterThan(Rounds / 20);
        responder.LeaseServers.Single().Table.Held.ShouldBeLessThanOrEqualTo(100);
    }

    [Fact]
    public void Any_octets_at_all_are_parsed_or_refused()
        => Gen.Byte.Array[0, 600].Sample(octets =>
        {
            if (DhcpMessage.TryParse(octets, out var lucky, out _)) BootClient.From(lucky);
            if (octets.Length < 240) return;
            (octets[0], octets[2]) = (1, 6);
            (octets[236], octets[237], octets[238], octets[239]) = (0x63, 0x82, 0x53, 0x63);
            if (DhcpMessage.TryParse(octets, out var message, out _)) BootClient.From(message);
        }, iter: 100_000);

    internal static byte[] Mutate(byte[] packet, Random random)
    {
        var mutated = packet.ToArray();
        for (var changes = random.Next(4); changes >= 0; changes--)
        {
            switch (random.Next(5))
            {
                case 0:
                    mutated[random.Next(mutated.Length)] = (byte)random.Next(256);
                    break;
                case 1:
                    mutated[random.Next(mutated.Length)] ^= (byte)(1 << random.Next(8));
                    break;
                case 2 when mutated.Length > 245:
                    mutated = mutated[..random.Next(240, mutated.Length)];
                    break;
                case 3:
                    var at = random.Next(240, mutated.Length);
                    mutated = [.. mutated[..at], (byte)random.Next(256), (byte)random.Next(256), .. mutated[at..]];
                    break;
                default:
                    var from = random.Next(240, mutated.Length);
                    mutated = [.. mutated, .. mutated[from..]];
                    break;
            }
            if (mutated.Length <= 240) break;
        }
        return mutated.Length > 2048 ? mutated[..2048] : mutated;
    }
}

/// <summary>One interface with the given addresses.</summary>
internal sealed class FixedLinks(params string[] addresses) : ILocalLinks
{
    private readonly IPv4[] _own = [.. addresses.Select(PacketBuilder.Address)];

    public bool IsLocal(IPv4 address) => _own.Contains(address);

    public IReadOnlyList<IPv4> AddressesOf(int index) => _own;
}
