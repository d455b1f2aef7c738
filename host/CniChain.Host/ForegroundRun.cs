using CniChain.Linux;

namespace CniChain.Host;

/// <summary><c>cnichaind run</c>: serves the one request in this process's environment and stdin.</summary>
internal static class ForegroundRun
{
    public static async Task<int> RunAsync(string? asType)
    {
        using var hostNetns = NetworkNamespace.OpenCurrent();
        await using var stdin = Console.OpenStandardInput();
        await using var stdout = Console.OpenStandardOutput();
        await using var stderr = Console.OpenStandardError();
        var request = ProcessEnvironment.ReadRequest(asType, hostNetns, stdin, stderr);
        var reply = await new ChainHost(ChainHostOptions.FromEnvironment()).ServeAsync(request, CancellationToken.None);
        await stdout.WriteAsync(reply.Stdout);
        return reply.ExitCode;
    }
}
