namespace CniChain.Abstractions.Tests;

public sealed class AttachmentTests
{
    // NFTNL_UDATA_SET_ELEM_COMMENT: 128 bytes with the NUL; IFALIASZ is 256.
    private const int NftablesCommentChars = 127;
    private const string Container = "5b1f0c3e9a7d4f60b2c8e1a7d3f4c5b6a7980f1e2d3c4b5a69788f7e6d5c4b3a";

    [Fact]
    public void OwnerTag_OfUsualNames_IsTheThreeJoined() =>
        Assert.Equal($"podnet/{Container}/eth0", new Attachment("podnet", Container, "eth0").OwnerTag);

    [Theory]
    [InlineData(40, 64, 15)]
    [InlineData(41, 65, 15)]
    [InlineData(253, 253, 15)]
    public void OwnerTag_OfLongNames_FitsANftablesComment(int network, int container, int ifName)
    {
        var tag = new Attachment(new string('n', network), new string('c', container), new string('i', ifName)).OwnerTag;

        Assert.InRange(tag.Length, 1, 121);
        Assert.True(tag.Length <= NftablesCommentChars);
        Assert.All(tag, c => Assert.True(char.IsAscii(c)));
        Assert.Equal(3, tag.Split('/').Length);
    }

    [Fact]
    public void OwnerTag_AtTheLimits_IsNotCut() =>
        Assert.Equal($"{new string('n', 40)}/{new string('c', 64)}/eth0", new Attachment(new string('n', 40), new string('c', 64), "eth0").OwnerTag);

    [Fact]
    public void OwnerTag_OfLongNamesThatDifferAtTheirEnd_Differs()
    {
        var one = new Attachment(new string('n', 50) + "1", new string('c', 70) + "1", "eth0");
        var networks = one with { Network = new string('n', 50) + "2" };
        var containers = one with { ContainerId = new string('c', 70) + "2" };

        Assert.Equal(3, new HashSet<string> { one.OwnerTag, networks.OwnerTag, containers.OwnerTag }.Count);
        Assert.Matches("^n{23}~[0-9a-f]{16}/c{47}~[0-9a-f]{16}/eth0$", one.OwnerTag);
    }

    [Theory]
    [InlineData(6)]
    [InlineData(40)]
    [InlineData(41)]
    public void NetworkPrefix_OfANetwork_BeginsEveryTagOfItAndOfNoOther(int length)
    {
        var network = new string('n', length);
        var prefix = Attachment.NetworkPrefix(network);

        Assert.StartsWith(prefix, new Attachment(network, Container, "eth0").OwnerTag, StringComparison.Ordinal);
        Assert.DoesNotContain(prefix, new Attachment(network + "x", Container, "eth0").OwnerTag, StringComparison.Ordinal);
        // A network's name holds no '/', so one that another begins with cannot take its tags.
        Assert.EndsWith("/", prefix, StringComparison.Ordinal);
    }

    [Fact]
    public void ToString_OfLongNames_ShortensNothing()
    {
        var network = new string('n', 60);
        Assert.Equal($"{network}/{Container}/eth0", new Attachment(network, Container, "eth0").ToString());
    }
}
