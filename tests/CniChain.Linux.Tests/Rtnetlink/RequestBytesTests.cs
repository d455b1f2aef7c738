using System.Net;
using CniChain.Linux.Netlink;
using CniChain.Linux.Route;
using CniChain.Linux.Tests.Netlink;
using IpRoute = CniChain.Linux.Route.Route;

namespace CniChain.Linux.Tests.Rtnetlink;

/// <summary>Whole messages, byte for byte, on a little-endian machine.</summary>
public sealed class RequestBytesTests
{
    public RequestBytesTests() => Assert.SkipUnless(BitConverter.IsLittleEndian, "the expected bytes are a little-endian machine's");

    [Fact]
    public void CreateVeth_AllButNamespace_IsOneMessage() =>
        Wire.AssertBytes(
            LinkRequest.CreateVeth(new VethOptions
            {
                Name = "veth1",
                Mtu = 1400,
                Mac = MacAddress.Parse("0a:58:0a:00:00:01"),
                Master = 7,
                Up = true,
                Group = 77,
                Queues = 1,
                Peer = new VethPeer { Name = "eth0", Mtu = 1400, Queues = 2 },
            }),
            type: 16,
            flags: 0x605,
            """
            00 00 0000  00000000  01000000 01000000   # ifinfomsg: IFF_UP, and that it changes
            0a00 0300  76657468 3100 0000             # IFLA_IFNAME veth1
            0800 0400  78050000                       # IFLA_MTU 1400
            0a00 0100  0a580a00 0001 0000             # IFLA_ADDRESS
            0800 1b00  4d000000                       # IFLA_GROUP 77
            0800 1f00  01000000                       # IFLA_NUM_TX_QUEUES 1
            0800 2000  01000000                       # IFLA_NUM_RX_QUEUES 1
            0800 0a00  07000000                       # IFLA_MASTER 7
            4c00 1280                                 # IFLA_LINKINFO
              0900 0100  76657468 00 000000           #   IFLA_INFO_KIND veth
              3c00 0280                               #   IFLA_INFO_DATA
                3800 0180                             #     VETH_INFO_PEER
                00 00 0000  00000000  00000000 00000000
                0900 0300  65746830 00 000000         #       IFLA_IFNAME eth0
                0800 0400  78050000                   #       IFLA_MTU 1400
                0800 1f00  02000000                   #       IFLA_NUM_TX_QUEUES 2
                0800 2000  02000000                   #       IFLA_NUM_RX_QUEUES 2
            """);

    [Fact]
    public void CreateBridge_VlanFiltering_IsInInfoData() =>
        Wire.AssertBytes(
            LinkRequest.CreateBridge(new BridgeOptions { Name = "br0", VlanFiltering = true, DefaultPvid = 0 }),
            type: 16,
            flags: 0x605,
            """
            00 00 0000  00000000  00000000 00000000
            0800 0300  62723000                       # IFLA_IFNAME br0
            2400 1280                                 # IFLA_LINKINFO
              0b00 0100  62726964 676500 00           #   IFLA_INFO_KIND bridge
              1400 0280                               #   IFLA_INFO_DATA
                0500 0700  01 000000                  #     IFLA_BR_VLAN_FILTERING
                0600 2700  0000 0000                  #     IFLA_BR_VLAN_DEFAULT_PVID
            """);

    [Fact]
    public void Change_PortAndAlias_IsANewLinkWithoutCreate() =>
        Wire.AssertBytes(
            LinkRequest.Change(9, new LinkChange { Up = false, Alias = "a", BridgePort = new() { Hairpin = true, Isolated = false } }),
            type: 16,
            flags: 0x5,
            """
            00 00 0000  09000000  00000000 01000000   # ifinfomsg: index 9, IFF_UP off
            0600 1400  6100 0000                      # IFLA_IFALIAS a
            2400 1280                                 # IFLA_LINKINFO
              0b00 0400  62726964 676500 00           #   IFLA_INFO_SLAVE_KIND bridge
              1400 0580                               #   IFLA_INFO_SLAVE_DATA
                0500 0400  01 000000                  #     IFLA_BRPORT_MODE
                0500 2100  00 000000                  #     IFLA_BRPORT_ISOLATED
            """);

    [Fact]
    public void AddBridgeVlan_Range_IsItsTwoEnds() =>
        Wire.AssertBytes(
            LinkRequest.AddBridgeVlan(9, 100, 200, BridgeVlanFlags.Untagged),
            type: 19,
            flags: 0x5,
            """
            07 00 0000  09000000  00000000 00000000   # ifinfomsg: AF_BRIDGE, index 9
            1400 1a80                                 # IFLA_AF_SPEC
              0800 0200  0c00 6400                    #   IFLA_BRIDGE_VLAN_INFO untagged, range begin, 100
              0800 0200  1400 c800                    #   IFLA_BRIDGE_VLAN_INFO untagged, range end, 200
            """);

    [Fact]
    public void DeleteBridgeVlan_OfTheBridgeItself_SaysSelf() =>
        Wire.AssertBytes(
            LinkRequest.DeleteBridgeVlan(9, 1, self: true),
            type: 17,
            flags: 0x5,
            """
            07 00 0000  09000000  00000000 00000000
            1400 1a80                                 # IFLA_AF_SPEC
              0600 0000  0200 0000                    #   IFLA_BRIDGE_FLAGS self
              0800 0200  0000 0100                    #   IFLA_BRIDGE_VLAN_INFO 1
            """);

    [Fact]
    public void AddVlanAndDummy_HaveTheirKind()
    {
        Wire.AssertBytes(
            LinkRequest.CreateVlan(new VlanOptions { Name = "v5", Parent = 3, VlanId = 5 }),
            type: 16,
            flags: 0x605,
            """
            00 00 0000  00000000  00000000 00000000
            0700 0300  76350000                       # IFLA_IFNAME v5
            0800 0500  03000000                       # IFLA_LINK 3
            1c00 1280                                 # IFLA_LINKINFO
              0900 0100  766c616e 00 000000           #   IFLA_INFO_KIND vlan
              0c00 0280                               #   IFLA_INFO_DATA
                0600 0100  0500 0000                  #     IFLA_VLAN_ID 5
            """);
        Wire.AssertBytes(
            LinkRequest.CreateDummy(new DummyOptions { Name = "d" }),
            type: 16,
            flags: 0x605,
            """
            00 00 0000  00000000  00000000 00000000
            0600 0300  64000000                       # IFLA_IFNAME d
            1000 1280                                 # IFLA_LINKINFO
              0a00 0100  64756d6d 7900 0000           #   IFLA_INFO_KIND dummy
            """);
    }

    [Fact]
    public void AddAddress_IPv4_HasBroadcastAndBothAddresses() =>
        Wire.AssertBytes(
            AddressRequest.Add(9, IPAddress.Parse("10.88.0.2"), 16, AddressFlags.NoPrefixRoute),
            type: 20,
            flags: 0x605,
            """
            02 10 00 00  09000000                     # ifaddrmsg: AF_INET, /16, index 9
            0800 0200  0a580002                       # IFA_LOCAL
            0800 0100  0a580002                       # IFA_ADDRESS
            0800 0400  0a58ffff                       # IFA_BROADCAST
            0800 0800  00020000                       # IFA_FLAGS noprefixroute
            """);

    [Fact]
    public void AddRoute_EveryAttribute_IsInIt() =>
        Wire.AssertBytes(
            RouteRequest.Add(new IpRoute
            {
                Destination = IPNetwork.Parse("192.0.2.0/24"),
                Gateway = IPAddress.Parse("10.88.0.1"),
                OutLink = 9,
                OnLink = true,
                Priority = 50,
                Source = IPAddress.Parse("10.88.0.2"),
                Table = 1000,
                Mtu = 1400,
                AdvMss = 1360,
            }),
            type: 24,
            flags: 0x605,
            """
            02 18 00 00  00 03 00 01  04000000        # rtmsg: AF_INET, /24, RTPROT_BOOT, universe, unicast, onlink
            0800 0100  c0000200                       # RTA_DST
            0800 0500  0a580001                       # RTA_GATEWAY
            0800 0400  09000000                       # RTA_OIF
            0800 0600  32000000                       # RTA_PRIORITY
            0800 0700  0a580002                       # RTA_PREFSRC
            0800 0f00  e8030000                       # RTA_TABLE
            1400 0880                                 # RTA_METRICS
              0800 0200  78050000                     #   RTAX_MTU
              0800 0800  50050000                     #   RTAX_ADVMSS
            """);

    [Fact]
    public void DeleteRoute_DefaultIPv6_MatchesAnyScopeAndProtocol() =>
        Wire.AssertBytes(
            RouteRequest.Delete(new IpRoute { Gateway = IPAddress.Parse("fd00::1") }),
            type: 25,
            flags: 0x5,
            """
            0a 00 00 00  fe 00 ff 01  00000000
            1400 0500  fd000000 00000000 00000000 00000001
            """);

    [Fact]
    public void AddNeighbour_Proxy_SaysSo() =>
        Wire.AssertBytes(
            NeighbourRequest.Add(new Neighbour { LinkIndex = 9, Address = IPAddress.Parse("10.88.0.9"), IsProxy = true }),
            type: 28,
            flags: 0x605,
            """
            02 00 0000  09000000  8000 08 00
            0800 0100  0a580009
            """);

    [Fact]
    public void Writer_GarbageInThePool_PaddingIsZero()
    {
        var dirty = System.Buffers.ArrayPool<byte>.Shared.Rent(512);
        dirty.AsSpan().Fill(0xff);
        System.Buffers.ArrayPool<byte>.Shared.Return(dirty);
        using var writer = new NetlinkWriter();

        writer.PutByte(1, 2);

        Assert.Equal("0500010002000000", Convert.ToHexString(writer.Written));
    }

    [Fact]
    public void Writer_MoreThanItsCapacity_Grows()
    {
        using var writer = new NetlinkWriter(16);

        using (writer.Nest(1))
        {
            writer.Put(2, new byte[5000]);
        }

        Assert.Equal("90138C13", Convert.ToHexString([writer.Written[0], writer.Written[1], writer.Written[4], writer.Written[5]]));
        Assert.Throws<ArgumentException>(() => writer.Put(3, new byte[70000]));
        Assert.Throws<InvalidOperationException>(() =>
        {
            using (writer.Nest(4))
            {
                writer.Put(5, new byte[60000]);
                writer.Put(5, new byte[60000]);
            }
        });
    }

    [Fact]
    public void Attributes_LengthBeyondTheEnd_EndsThere()
    {
        var count = 0;
        foreach (var attribute in new NetlinkAttributes(Convert.FromHexString("0500010002000000FF00020001")))
        {
            Assert.Equal(1, attribute.Type);
            Assert.Equal(2, attribute.AsByte());
            count++;
        }

        Assert.Equal(1, count);
        Assert.False(new NetlinkAttributes([3, 0, 1, 0]).GetEnumerator().MoveNext());
    }
}
