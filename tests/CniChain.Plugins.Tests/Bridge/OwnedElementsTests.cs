using CniChain.Linux.Nftables;
using CniChain.Testing;

namespace CniChain.Plugins.Tests.Bridge;

public sealed class OwnedElementsTests
{
    private static readonly NftTable s_table = new(NftFamily.Inet, "t");
    private static readonly OwnedElement s_element = new(s_table.Set("s"), NftKey.Of.Port(80));

    [Fact]
    public void Delete_ACandidateTwice_DeletesItOnce()
    {
        using var ns = TestNamespace.Create();
        using var host = NetworkSide.Open(ns.Namespace.Handle);
        Put(host, "me");

        OwnedElements.Delete(host.Nft, [s_element, s_element], owner => owner == "me");

        Assert.True(host.Nft.IsEmpty(s_element.Set));
    }

    [Fact]
    public void Delete_AnotherOwner_LeavesIt()
    {
        using var ns = TestNamespace.Create();
        using var host = NetworkSide.Open(ns.Namespace.Handle);
        Put(host, "you");

        OwnedElements.Delete(host.Nft, [s_element], owner => owner == "me");

        Assert.False(host.Nft.IsEmpty(s_element.Set));
    }

    [Fact]
    public void Put_KernelRefusesForGood_SaysSoAtOnce()
    {
        using var ns = TestNamespace.Create();
        using var host = NetworkSide.Open(ns.Namespace.Handle);

        var e = Assert.Throws<CniChain.Linux.Netlink.NetlinkException>(
            () => OwnedElements.Put(host.Nft, [s_element], "me", _ => { }, new ListLog()));

        Assert.Equal("ENOENT", e.ErrnoName);
    }

    private static void Put(NetworkSide host, string owner) =>
        OwnedElements.Put(
            host.Nft,
            [s_element],
            owner,
            batch => batch.AddTable(s_table).AddSet(new NftSet(s_element.Set, NftDataType.InetService)),
            new ListLog());
}
