namespace CniChain.Abstractions.Tests.Config;

public sealed class JsonKeysTests
{
    [Theory]
    [InlineData("hostPort")]
    [InlineData("HostPort")]
    [InlineData("HOSTPORT")]
    public void Key_InAnyCase_IsFound(string key)
    {
        Assert.True(JsonKeys.TryGet(Json.Parse($$"""{"{{key}}": 8080}"""), "hostPort", out var value));
        Assert.Equal(8080, value.GetInt32());
    }

    [Fact]
    public void Key_GivenTwice_CountsLast()
    {
        Assert.True(JsonKeys.TryGet(Json.Parse("""{"a": 1, "A": 2}"""), "a", out var value));
        Assert.Equal(2, value.GetInt32());
    }

    [Theory]
    [InlineData("""{"a": null}""")]
    [InlineData("""{"A": 1, "a": null}""")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("5")]
    [InlineData("null")]
    public void Key_AbsentOrNullOrOfNoObject_IsNotFound(string json) => Assert.False(JsonKeys.TryGet(Json.Parse(json), "a", out _));

    [Fact]
    public void Key_WithALookalikeOfAnotherAlphabet_IsAnotherKey() =>
        Assert.False(JsonKeys.TryGet(Json.Parse("""{"\u212aey": 1}"""), "key", out _));
}
