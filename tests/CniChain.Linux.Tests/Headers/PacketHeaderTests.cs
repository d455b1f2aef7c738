using CniChain.Linux.Packets;

namespace CniChain.Linux.Tests.Headers;

public sealed class PacketHeaderTests
{
    private static readonly string[] s_headers = ["linux/if_packet.h", "linux/if_ether.h", "linux/filter.h"];

    [Fact]
    public void PacketConstants_AsInHeaders() => Constants.AssertAsInHeaders(Constants.Of(typeof(PacketConstants)), s_headers);

    [Fact]
    public void PacketStructures_AsInHeaders() => Constants.AssertAsInHeaders(
        [
            .. Constants.Layout<SockAddrLl>("sockaddr_ll"),
            .. Constants.Layout<TPacketAuxData>("tpacket_auxdata"),
            .. Constants.Layout<BpfInstruction>("sock_filter"),
            .. Constants.Layout<SockFProg>("sock_fprog"),
        ],
        s_headers);
}
