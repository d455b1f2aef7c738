using System.Diagnostics;
using CniChain.Testing;

namespace CniChain.Plugins.Tests.Macvlan;

/// <summary>A process in a namespace, as a container's: by it the namespace is to be found in /proc.</summary>
internal sealed class HeldNamespace : IDisposable
{
    private readonly Process _process;

    private HeldNamespace(Process process) => _process = process;

    public static HeldNamespace Of(TestNamespace ns)
    {
        // It ends with its stdin, and so with this process at the latest.
        var start = new ProcessStartInfo("nsenter", [$"--net={ns.Path}", "--", "sh", "-c", "echo in; read -r _"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        var process = Process.Start(start)!;
        Assert.Equal("in", process.StandardOutput.ReadLine());
        return new HeldNamespace(process);
    }

    public void Dispose()
    {
        _process.StandardInput.Close();
        _process.WaitForExit();
        _process.Dispose();
    }
}
