using CniChain.Testing;

namespace CniChain.EndToEnd.Tests.Clients;

/// <summary>Asks the web server of a container.</summary>
internal static class WebServer
{
    /// <summary>The page, asked for from a place; retried while the server is still starting, which refuses the connection.</summary>
    public static string Ask(CommandPlace from, string address, int port) => from.Run(
    [
        "curl", "--silent", "--show-error", "--fail", "--max-time", "5", "--noproxy", "*",
        "--retry", "30", "--retry-delay", "1", "--retry-connrefused", $"http://{(address.Contains(':') ? $"[{address}]" : address)}:{port}/",
    ]).Checked().Output;
}
