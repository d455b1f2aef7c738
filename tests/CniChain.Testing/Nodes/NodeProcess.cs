using System.Diagnostics;
using System.Globalization;

namespace CniChain.Testing;

/// <summary>The first process of a test node: it holds the node's namespaces and file systems, and everything dies with it.</summary>
/// <remarks>
/// A pid namespace of its own, so that no daemon a runtime leaves behind can outlive the test; it ends when its stdin does, so a killed
/// test run leaves nothing behind either. What is mounted where is eng/node.sh's.
/// </remarks>
internal sealed class NodeProcess : IDisposable
{
    private const string Ready = "node-ready";

    // bash and not sh: the first process of a pid namespace inherits every orphan, and dash would not reap them while it waits for input.
    private const string Hold = $"echo {Ready}; read -r _";

    private readonly Process _process;

    private NodeProcess(Process process, int firstPid)
    {
        _process = process;
        FirstPid = firstPid;
    }

    /// <summary>The id, in this process's view, of the node's process 1.</summary>
    public int FirstPid { get; }

    public static NodeProcess Start()
    {
        string[] unshare = ["unshare", "--net", "--mount", "--pid", "--fork", "--kill-child", "--mount-proc", "--propagation", "private"];
        var process = Command.Start([.. unshare, "--", "bash", "-c", ReadLayout(), "node.sh", "bash", "-c", Hold]);
        try
        {
            if (process.StandardOutput.ReadLine() != Ready)
            {
                throw new InvalidOperationException($"the node did not come up: {process.StandardError.ReadToEnd()}");
            }

            var children = File.ReadAllText($"/proc/{process.Id}/task/{process.Id}/children");
            return new NodeProcess(process, int.Parse(children.Trim(), CultureInfo.InvariantCulture));
        }
        catch
        {
            process.Kill(entireProcessTree: true);
            process.Dispose();
            throw;
        }
    }

    /// <summary>Carried by this assembly: whoever tests with the package has no repository.</summary>
    private static string ReadLayout()
    {
        using var script = typeof(NodeProcess).Assembly.GetManifestResourceStream("node.sh")!;
        using var reader = new StreamReader(script);
        return reader.ReadToEnd();
    }

    public void Dispose()
    {
        _process.StandardInput.Close();
        if (!_process.WaitForExit(TimeSpan.FromSeconds(10)))
        {
            _process.Kill(entireProcessTree: true);
        }

        _process.Dispose();
    }
}
