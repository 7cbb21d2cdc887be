using System.Buffers.Binary;
using CsCheck;
using Racklight.NetBoot.Tftp;

namespace Racklight.Tests.NetBoot.Tftp;

public sealed class TftpTransferTests
{
    [Fact]
    public void Options_are_acknowledged_before_any_block()
    {
        var transfer = Make(length: 1000, window: 1, options: true);
        transfer.Start().ShouldBe(TftpStep.SendOptions);
        transfer.OnPacket(Ack(0), 1).ShouldBe(TftpStep.SendBlocks);
        (transfer.FirstToSend, transfer.LastToSend).ShouldBe((1UL, 1UL));
    }

    [Fact]
    public void A_repeated_acknowledgement_never_sends_a_block_twice_in_lock_step()
    {
        var transfer = Make(length: 5000, window: 1);
        transfer.Sent(1);
        transfer.OnPacket(Ack(1), 1).ShouldBe(TftpStep.SendBlocks);
        transfer.Sent(2);
        for (var i = 0; i < 10; i++) transfer.OnPacket(Ack(1), 2 + i * 500).ShouldBe(TftpStep.None);
        transfer.OnPacket(Ack(2), 6000).ShouldBe(TftpStep.SendBlocks);
    }

    [Fact]
    public void Acknowledgement_zero_counts_once()
    {
        var transfer = Make(length: 5000, window: 1, options: true);
        transfer.OnPacket(Ack(0), 1).ShouldBe(TftpStep.SendBlocks);
        transfer.Sent(1);
        transfer.OnPacket(Ack(0), 2).ShouldBe(TftpStep.None);
    }

    [Fact]
    public void A_gap_in_a_window_restarts_it_there()
    {
        var transfer = Make(length: 512 * 40, window: 8);
        transfer.Sent(8);
        transfer.OnPacket(Ack(3), 1).ShouldBe(TftpStep.SendBlocks);
        (transfer.FirstToSend, transfer.LastToSend).ShouldBe((4UL, 11UL));
    }

    [Fact]
    public void The_loss_of_a_windows_first_block_is_repaired_once_without_waiting()
    {
        var transfer = Make(length: 512 * 40, window: 8);
        transfer.Sent(8);
        transfer.OnPacket(Ack(8), 1).ShouldBe(TftpStep.SendBlocks);
        transfer.Sent(16);
        transfer.OnPacket(Ack(8), 2).ShouldBe(TftpStep.SendBlocks);
        transfer.OnPacket(Ack(8), 3).ShouldBe(TftpStep.None);
        // The echo of the window that was sent twice starts nothing.
        transfer.OnPacket(Ack(16), 4).ShouldBe(TftpStep.SendBlocks);
        transfer.Sent(24);
        transfer.OnPacket(Ack(16), 5).ShouldBe(TftpStep.None);
    }

    [Fact]
    public void A_file_of_whole_blocks_ends_with_an_empty_one() => Make(length: 1024, window: 1).LastBlock.ShouldBe(3UL);

    [Fact]
    public void Block_numbers_roll_over_to_zero()
    {
        var transfer = Make(length: 512L * 70_000, window: 1);
        for (var block = 1UL; block <= 70_000; block++)
        {
            transfer.FirstToSend.ShouldBe(block);
            transfer.Sent(block);
            transfer.OnPacket(Ack((ushort)block), 1).ShouldBe(TftpStep.SendBlocks);
        }
        transfer.Sent(70_001);
        transfer.OnPacket(Ack(70_001 & 0xFFFF), 1).ShouldBe(TftpStep.Done);
    }

    [Fact]
    public void A_silent_client_is_given_up_after_six_sends_a_second_apart()
    {
        var transfer = Make(length: 5000, window: 1);
        transfer.Sent(1);
        var sends = 1;
        while (transfer.OnTimer(transfer.Deadline) == TftpStep.SendBlocks) sends++;
        sends.ShouldBe(6);
        transfer.Deadline.ShouldBe(6000);
    }

    [Fact]
    public void The_clients_timeout_is_honoured()
    {
        var terms = new TftpTerms { BlockSize = 512, WindowSize = 1, TimeoutSeconds = 5, Agreed = TftpOption.Timeout };
        new TftpTransfer(terms, 100, 0).Deadline.ShouldBe(5000);
    }

    [Fact]
    public void A_repeated_request_is_the_same_transfer_until_the_client_must_have_started_anew()
    {
        var transfer = Make(length: 5000, window: 1);
        transfer.Sent(1);
        transfer.OnRepeatedRequest(50, out var restart).ShouldBe(TftpStep.None);
        restart.ShouldBeFalse();
        transfer.OnRepeatedRequest(900, out restart).ShouldBe(TftpStep.SendBlocks);
        restart.ShouldBeFalse();
        transfer.OnPacket(Ack(1), 1000);
        transfer.Sent(2);
        transfer.OnRepeatedRequest(1500, out restart).ShouldBe(TftpStep.None);
        restart.ShouldBeFalse();
        transfer.OnRepeatedRequest(2500, out restart);
        restart.ShouldBeTrue();
    }

    [Fact]
    public void Any_packets_in_any_order_keep_the_window_within_the_file() =>
        Gen.Select(Gen.Int[1, 20], Gen.Int[0, 40_000], Gen.Byte.Array[0, 6].Array[0, 200], Gen.Bool).Sample((window, length, packets, options) =>
        {
            var transfer = Make(length, window, options);
            var now = 0L;
            foreach (var packet in packets)
            {
                if (packet.Length > 1) packet[0] = 0;
                if (packet.Length > 1) packet[1] = (byte)(packet[1] % 8);
                if (packet.Length > 3) packet[2] = 0;
                var step = transfer.OnPacket(packet, now += 10);
                if (step == TftpStep.Done) return transfer.AcknowledgedBytes == length;
                if (transfer.FirstToSend > transfer.LastToSend || transfer.LastToSend > transfer.LastBlock) return false;
                if (step == TftpStep.SendBlocks) transfer.Sent(transfer.LastToSend);
            }
            return true;
        });

    private static TftpTransfer Make(long length, int window, bool options = false)
        => new(new TftpTerms { BlockSize = 512, WindowSize = window, TimeoutSeconds = 1, Agreed = options ? TftpOption.BlockSize : TftpOption.None }, length, 0);

    private static byte[] Ack(int block)
    {
        var packet = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(packet, 0x0004_0000u | (ushort)block);
        return packet;
    }
}
