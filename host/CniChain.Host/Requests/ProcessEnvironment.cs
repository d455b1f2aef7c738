using CniChain.Linux;

namespace CniChain.Host;

/// <summary>Builds a request from this process's own environment and stdin, as a runtime sets them for a plugin.</summary>
internal static class ProcessEnvironment
{
    /// <summary>The largest configuration read; a request over it is refused, as over the socket.</summary>
    private const int MaxConfigBytes = 4 << 20;

    public static CniRequest ReadRequest(string? asType, NetworkNamespace hostNetns, Stream stderr)
    {
        var environment = CallerVariables.Read();
        var (config, problem) = ReadConfig(environment);
        return CniRequest.FromVariables(environment, hostNetns) with
        {
            As = asType,
            Config = config,
            ConfigProblem = problem,
            Stderr = stderr,
        };
    }

    private static (ReadOnlyMemory<byte> Config, string? Problem) ReadConfig(Dictionary<string, string> environment)
    {
        // A VERSION request need not close stdin, and a person who forgot CNI_COMMAND has a terminal there.
        if (environment.GetValueOrDefault("CNI_COMMAND", "") is "" or "VERSION")
        {
            return (default, null);
        }

        try
        {
            using var stdin = StandardStreams.OpenStdin();
            var buffer = new MemoryStream();
            var chunk = new byte[16 << 10];
            for (int n; (n = stdin.Read(chunk)) > 0;)
            {
                buffer.Write(chunk, 0, n);
                if (buffer.Length > MaxConfigBytes)
                {
                    return (default, "the network configuration on stdin is larger than 4 MiB");
                }
            }

            return (buffer.GetBuffer().AsMemory(0, (int)buffer.Length), null);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // .NET reports EBADF, a descriptor that is not for reading, as a denied access with the kernel's words inside.
            return (default, $"stdin cannot be read: {(e.InnerException ?? e).Message}");
        }
    }
}
