using System.Globalization;
using System.Runtime.InteropServices;

namespace CniChain.TestPlugins;

/// <summary>ADD does what "does" names: what no plugin may do to the host it runs in. DEL behaves.</summary>
[CniPlugin("misbehaving")]
public sealed partial class MisbehavingPlugin : ICniPlugin
{
    private const int CLONE_NEWNET = 0x40000000;

    private static readonly System.Collections.Concurrent.ConcurrentBag<SafeHandle> s_leaked = [];

    public async Task<CniResult> AddAsync(CniContext context, CancellationToken cancellationToken)
    {
        switch (context.Config.Root.GetString("does"))
        {
            case "block":
                // Deaf to cancellation, for longer than anybody waits.
                Thread.Sleep(TimeSpan.FromSeconds(30));
                break;
            case "wait":
                await Task.Delay(Timeout.Infinite, cancellationToken);
                break;
            case "print":
                Console.WriteLine("{\"cniVersion\": \"1.0.0\"}");
                await Console.Error.WriteLineAsync("and this");
                break;
            case "leak":
                Enter(context);
                break;
            case "leak between":
                await Task.Yield();
                Enter(context);
                await Task.Delay(10, cancellationToken);
                break;
            case "leak last":
                await Task.Delay(10, cancellationToken).ConfigureAwait(false);
                Enter(context);
                break;
            case "leak descriptors":
                LeakDescriptors();
                break;
            case "exit":
                Environment.Exit(0);
                break;
            case "fail fast":
                Environment.FailFast("as it was told");
                break;
            case "overflow":
                Deeper(1);
                break;
            case "thread":
                new Thread(static () => throw new InvalidOperationException("on a thread of its own")).Start();
                await Task.Delay(Timeout.Infinite, cancellationToken);
                break;
            case var other:
                throw new InvalidOperationException($"does what? {other}");
        }

        return context.PrevResult ?? CniResult.Empty;
    }

    public Task DelAsync(CniContext context, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task CheckAsync(CniContext context, CancellationToken cancellationToken) => Task.CompletedTask;

    private static void Enter(CniContext context)
    {
        if (SetNamespace((int)context.RequireNetns().DangerousGetHandle(), CLONE_NEWNET) != 0)
        {
            throw new InvalidOperationException($"setns: {Marshal.GetLastPInvokeError().ToString(CultureInfo.InvariantCulture)}");
        }
    }

    private static void LeakDescriptors()
    {
        for (var i = 0; i < 60; i++)
        {
            s_leaked.Add(File.OpenHandle("/dev/null"));
        }
    }

    private static int Deeper(int depth) => depth == 0 ? 0 : Deeper(depth + 1) + Deeper(depth + 2);

    [LibraryImport("libc", EntryPoint = "setns", SetLastError = true)]
    private static partial int SetNamespace(int descriptor, int type);
}
