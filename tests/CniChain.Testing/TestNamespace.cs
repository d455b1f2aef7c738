using CniChain.Linux;
using Xunit;

namespace CniChain.Testing;

/// <summary>A network namespace of a test's own, without a name, gone with everything in it when disposed of.</summary>
/// <remarks>Its file descriptor is the only thing that keeps it, so a killed test run leaves nothing behind either.</remarks>
public sealed class TestNamespace : CommandPlace, IDisposable
{
    private TestNamespace(NetworkNamespace ns) => Namespace = ns;

    public NetworkNamespace Namespace { get; }

    /// <summary>A path by which other processes can enter it while this object is open.</summary>
    public string Path => $"/proc/{Environment.ProcessId}/fd/{Namespace.Handle.DangerousGetHandle()}";

    protected override IReadOnlyList<string> Entry => ["nsenter", $"--net={Path}", "--"];

    /// <summary>A fresh namespace; the calling test is skipped when not run by root.</summary>
    public static TestNamespace Create()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "needs root: it makes a network namespace");
        return new TestNamespace(NetworkNamespace.Create());
    }

    public void Dispose() => Namespace.Dispose();
}
