namespace CniChain.Abstractions.Tests;

public sealed class CniNamesTests
{
    [Theory]
    [InlineData("a")]
    [InlineData("0")]
    [InlineData("Z9_.-")]
    [InlineData("k8s.io-pod_1")]
    [InlineData("5b1f0c3e9a7d4f60b2c8e1a7d3f4c5b6a7980f1e2d3c4b5a69788f7e6d5c4b3a")]
    public void Name_OfLettersDigitsAndThree_IsBoth(string text)
    {
        Assert.True(CniNames.IsContainerId(text));
        Assert.True(CniNames.IsNetworkName(text));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("-a")]
    [InlineData("_a")]
    [InlineData(".a")]
    [InlineData("a b")]
    [InlineData("a/b")]
    [InlineData("a:b")]
    // Go's $ is the end of the text; .NET's would let the newline pass.
    [InlineData("good\n")]
    [InlineData("good\0")]
    // Letters and digits, but not ASCII's: é, Arabic one, fullwidth A.
    [InlineData("caf\u00e9")]
    [InlineData("net\u0661")]
    [InlineData("\uff21")]
    public void Name_OfAnythingElse_IsNeither(string? text)
    {
        Assert.False(CniNames.IsContainerId(text));
        Assert.False(CniNames.IsNetworkName(text));
    }

    [Theory]
    [InlineData("eth0")]
    [InlineData("e")]
    [InlineData("fifteen-bytes-x")]
    [InlineData("a.b")]
    [InlineData("...")]
    [InlineData("é")]
    public void InterfaceName_TheKernelTakes_HasNoProblem(string text) => Assert.Null(CniNames.ExplainInterfaceName(text));

    [Theory]
    [InlineData(null, "empty")]
    [InlineData("", "empty")]
    [InlineData("sixteen-bytes-xx", "15 bytes")]
    // Eight characters of two bytes each.
    [InlineData("éééééééé", "15 bytes")]
    [InlineData(".", "directory")]
    [InlineData("..", "directory")]
    [InlineData("a/b", "'/'")]
    [InlineData("a:b", "':'")]
    [InlineData("a\0b", "NUL")]
    [InlineData("a b", "white space")]
    [InlineData("a\n", "white space")]
    [InlineData("a\u00a0b", "white space")]
    [InlineData("a\u2003b", "white space")]
    public void InterfaceName_TheKernelRefuses_IsExplained(string? text, string problem) =>
        Assert.Contains(problem, CniNames.ExplainInterfaceName(text), StringComparison.Ordinal);

    [Fact]
    public void MaxInterfaceNameBytes_IsIfnamsizLessTheNul() => Assert.Equal(16 - 1, CniNames.MaxInterfaceNameBytes);

    [Theory]
    [InlineData("bridge", true)]
    [InlineData("host-local", true)]
    [InlineData("My Plugin", true)]
    [InlineData("..a", true)]
    [InlineData(null, false)]
    [InlineData("", false)]
    [InlineData(".", false)]
    [InlineData("..", false)]
    [InlineData("../bridge", false)]
    [InlineData("a\\b", false)]
    [InlineData("a\0", false)]
    public void PluginType_IsAFileNameWithoutSeparators(string? text, bool valid) => Assert.Equal(valid, CniNames.IsPluginType(text));
}
