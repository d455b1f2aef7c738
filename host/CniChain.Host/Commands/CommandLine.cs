namespace CniChain.Host.Commands;

/// <summary>The command line: <c>cnichain add|del|check ...</c>.</summary>
internal static class CommandLine
{
    /// <summary>Runs one command.</summary>
    /// <param name="args">The arguments after "cli".</param>
    /// <returns>The exit status.</returns>
    public static Task<int> RunAsync(string[] args)
    {
        Console.Error.WriteLine($"cnichain {string.Join(' ', args)}: no such command");
        return Task.FromResult(2);
    }
}
