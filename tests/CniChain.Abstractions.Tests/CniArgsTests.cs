namespace CniChain.Abstractions.Tests;

public sealed class CniArgsTests
{
    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public void Parse_Nothing_IsEmpty(string? text)
    {
        var args = CniArgs.Parse(text);

        Assert.Same(CniArgs.Empty, args);
        Assert.Equal("", args.Text);
        Assert.Empty(args.Values);
        Assert.False(args.IgnoreUnknown);
    }

    [Fact]
    public void Parse_AsKubernetesSendsThem_KeepsTextAndEveryPair()
    {
        const string Text = "IgnoreUnknown=1;K8S_POD_NAMESPACE=default;K8S_POD_NAME=web-0;K8S_POD_INFRA_CONTAINER_ID=abc;K8S_POD_UID=";
        var args = CniArgs.Parse(Text);

        Assert.Equal(Text, args.Text);
        Assert.True(args.IgnoreUnknown);
        Assert.Equal("web-0", args["K8S_POD_NAME"]);
        Assert.Equal("", args["K8S_POD_UID"]);
        Assert.Null(args["MAC"]);
        Assert.Equal(5, args.Values.Count);
    }

    [Theory]
    [InlineData("IP")]
    [InlineData("IP=10.0.0.1;MAC")]
    [InlineData("=10.0.0.1")]
    [InlineData("A=b=c")]
    [InlineData("A=1;B==2")]
    public void Parse_PairWithoutExactlyOneEqualsSign_IsCode4NamingIt(string text)
    {
        var error = Assert.Throws<CniException>(() => CniArgs.Parse(text));

        Assert.Equal(CniErrorCode.InvalidEnvironment, error.Code);
        Assert.Contains("CNI_ARGS", error.Message, StringComparison.Ordinal);
        Assert.Contains($"\"{text.Split(';')[^1]}\"", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Parse_SemicolonAtTheEnd_IsNoPair() => Assert.Equal(["IP"], CniArgs.Parse("IP=10.0.0.1;").Values.Keys);

    [Fact]
    public void Parse_KeyTwice_KeepsTheLast() => Assert.Equal("2", CniArgs.Parse("A=1;A=2")["A"]);

    [Fact]
    public void Keys_InAnotherCase_AreOtherKeys()
    {
        var args = CniArgs.Parse("mac=0a:00:00:00:00:01;ignoreunknown=1");

        Assert.False(args.TryGet("MAC", out _));
        Assert.True(args.TryGet("mac", out var mac));
        Assert.Equal("0a:00:00:00:00:01", mac);
        Assert.False(args.IgnoreUnknown);
    }

    [Theory]
    [InlineData("1", true)]
    [InlineData("true", true)]
    [InlineData("TRUE", true)]
    [InlineData("0", false)]
    [InlineData("false", false)]
    [InlineData("yes", false)]
    [InlineData("", false)]
    public void IgnoreUnknown_ByItsText_IsReadAsLibcniDoes(string text, bool ignored) =>
        Assert.Equal(ignored, CniArgs.Parse($"IgnoreUnknown={text}").IgnoreUnknown);

    [Fact]
    public void RefuseUnknown_KeysOfOthers_AreCode4NamingEachAndNoKnownOne()
    {
        var error = Assert.Throws<CniException>(() => CniArgs.Parse("IP=10.0.0.1;FOO=1;bar=2").RefuseUnknown("IP", "MAC"));

        Assert.Equal(CniErrorCode.InvalidEnvironment, error.Code);
        Assert.Contains("FOO, bar", error.Message, StringComparison.Ordinal);
        Assert.Contains("IgnoreUnknown=1", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("IP", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("IgnoreUnknown=true;FOO=1")]
    [InlineData("IgnoreUnknown=false;IP=10.0.0.1")]
    [InlineData("")]
    public void RefuseUnknown_NothingToRefuse_Passes(string text) => CniArgs.Parse(text).RefuseUnknown("IP");
}
