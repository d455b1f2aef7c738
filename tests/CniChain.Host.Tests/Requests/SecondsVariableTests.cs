using System.Text;

namespace CniChain.Host.Tests.Requests;

public sealed class SecondsVariableTests
{
    [Theory]
    [InlineData(null, null)]
    [InlineData("", null)]
    [InlineData("5", 5)]
    [InlineData("99999999", SecondsVariable.Day)]
    public void Value_OfSeconds_IsTaken(string? text, int? seconds) => Assert.Equal((seconds, ""), Read(text));

    [Theory]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("1.5")]
    [InlineData("5s")]
    public void Value_ThatIsNone_CountsAsUnsetAndIsSaid(string text)
    {
        var (seconds, said) = Read(text);

        Assert.Null(seconds);
        Assert.Equal($"cnichain: warning: CNICHAIN_TIMEOUT is \"{text}\", which is no number of seconds from 1 up; it counts as unset\n", said);
    }

    private static (int? Seconds, string Said) Read(string? text)
    {
        var stderr = new MemoryStream();
        var time = SecondsVariable.Read("CNICHAIN_TIMEOUT", text, least: 1, SecondsVariable.Day, new StderrLog(stderr));
        return ((int?)time?.TotalSeconds, Encoding.UTF8.GetString(stderr.ToArray()));
    }
}
