using CniChain.Host.Commands;
using CniChain.Host.Resident;

namespace CniChain.Host;

internal static class Program
{
    private const int UsageError = 2;

    public static Task<int> Main(string[] args) => args switch
    {
        ["run"] => ForegroundRun.RunAsync(null),
        ["run", "--as", var type] => ForegroundRun.RunAsync(type),
        ["serve", .. var rest] => ServeCommand.RunAsync(rest),
        ["cli", .. var rest] => CommandLine.RunAsync(rest),
        _ => Usage(),
    };

    private static async Task<int> Usage()
    {
        await Console.Error.WriteLineAsync("usage: cnichaind run [--as TYPE] | cnichaind serve [--idle SECONDS] | cnichaind cli ARGUMENT...");
        return UsageError;
    }
}
