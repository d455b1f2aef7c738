using System.Text;

namespace CniChain.Abstractions.Tests;

public sealed class CniErrorTests
{
    [Fact]
    public void Written_WithEverything_IsTheSpecificationsObject()
    {
        var bytes = CniError.ToUtf8(new CniException(CniErrorCode.TryAgainLater, "host-local: no address is free", "10.88.0.0/16"), CniVersion.V1_0_0);

        Assert.Equal(
            """
            {
                "cniVersion": "1.0.0",
                "code": 11,
                "msg": "host-local: no address is free",
                "details": "10.88.0.0/16"
            }
            """,
            Encoding.UTF8.GetString(bytes));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public void Written_WithoutVersionAndDetails_LeavesTheirKeysOut(string? details) =>
        Assert.Equal(
            """{"code":7,"msg":"wrong"}""",
            Json.Compact(CniError.ToUtf8(new CniException(CniErrorCode.InvalidNetworkConfig, "wrong", details), null)));

    [Fact]
    public void Written_QuotesLinesAndForeignLetters_ComeBackAsTheyWere()
    {
        const string Text = "\"br 0\":\n\tVerbindung zurückgewiesen <&> \u0001 😀";
        var read = CniError.Read(Json.Parse(Encoding.UTF8.GetString(CniError.ToUtf8(new CniException(CniErrorCode.IoFailure, Text, Text), null))))!;

        Assert.Equal(Text, read.Message);
        Assert.Equal(Text, read.Details);
        Assert.Equal(CniErrorCode.IoFailure, read.Code);
    }

    [Fact]
    public void Read_CodeOfAPluginsOwn_IsKept()
    {
        var error = CniError.Read(Json.Parse("""{"cniVersion": "0.4.0", "Code": 123, "MSG": "mine", "details": "more"}"""))!;

        Assert.Equal(123, (int)error.Code);
        Assert.Equal("mine", error.Message);
        Assert.Equal("more", error.Details);
    }

    [Fact]
    public void Read_WithoutMessage_SaysSo() =>
        Assert.Contains("no message", CniError.Read(Json.Parse("""{"code": 5, "msg": 7}"""))!.Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("""{"cniVersion": "1.0.0", "ips": []}""")]
    [InlineData("""{"code": "7", "msg": "text"}""")]
    [InlineData("""{"code": 7.5}""")]
    [InlineData("""{"code": 99999999999}""")]
    [InlineData("[7]")]
    [InlineData("null")]
    public void Read_WhatHasNoNumericCode_IsNoError(string json) => Assert.Null(CniError.Read(Json.Parse(json)));

    [Theory]
    [InlineData(CniErrorCode.IncompatibleVersion, 1)]
    [InlineData(CniErrorCode.UnsupportedField, 2)]
    [InlineData(CniErrorCode.UnknownContainer, 3)]
    [InlineData(CniErrorCode.InvalidEnvironment, 4)]
    [InlineData(CniErrorCode.IoFailure, 5)]
    [InlineData(CniErrorCode.DecodingFailure, 6)]
    [InlineData(CniErrorCode.InvalidNetworkConfig, 7)]
    [InlineData(CniErrorCode.InvalidNetns, 8)]
    [InlineData(CniErrorCode.TryAgainLater, 11)]
    [InlineData(CniErrorCode.PluginNotAvailable, 50)]
    [InlineData(CniErrorCode.PluginNotAvailableDegraded, 51)]
    [InlineData(CniErrorCode.AttachmentChanged, 100)]
    [InlineData(CniErrorCode.PluginUnusable, 101)]
    [InlineData(CniErrorCode.Internal, 999)]
    public void Code_HasTheSpecificationsNumber(CniErrorCode code, int number)
    {
        Assert.Equal(number, (int)code);
        Assert.Equal(14, Enum.GetValues<CniErrorCode>().Length);
    }
}
