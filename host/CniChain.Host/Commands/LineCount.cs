using System.CommandLine;

namespace CniChain.Host.Commands;

/// <summary><c>--lines</c>, <c>-n</c>: how much of something's end is shown.</summary>
internal static class LineCount
{
    public static Option<int> NewOption(string description, int standard)
    {
        var count = new Option<int>("--lines", "-n") { Description = description, HelpName = "N", DefaultValueFactory = _ => standard };
        count.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() < 1)
            {
                result.AddError("--lines: give a number from 1 up");
            }
        });
        return count;
    }
}
