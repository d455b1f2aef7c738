using System.Runtime.InteropServices;
using Tmds.Linux;

namespace CniChain.Shim;

/// <summary>Turns this process into cnichaind, which then owns stdin, stdout, stderr and the exit status.</summary>
internal static unsafe class Foreground
{
    // No debugger or profiler attaches to a process of some milliseconds: without their socket in /tmp it starts 2 ms sooner, and leaves
    // none behind when the runtime kills it.
    private static ReadOnlySpan<byte> NoDiagnostics => "DOTNET_EnableDiagnostics=0\0"u8;

    /// <summary>Serves the CNI request in the environment and on stdin.</summary>
    /// <param name="invokedAs">The name this program was called by.</param>
    /// <param name="environment">The caller's environment.</param>
    /// <returns>Only when it fails: the exit status, the error being on stdout.</returns>
    public static int ServeRequest(ReadOnlySpan<byte> invokedAs, ProcessBlock environment)
    {
        using var arguments = new PointerList(5);
        arguments.AddLiteral("cnichaind\0"u8);
        arguments.AddLiteral("run\0"u8);
        if (!InvokedName.IsOwn(invokedAs))
        {
            arguments.AddLiteral("--as\0"u8);
            arguments.Add(invokedAs);
        }

        return Execute(arguments, environment);
    }

    /// <summary>Hands the arguments to the command line.</summary>
    /// <param name="given">This process's arguments.</param>
    /// <param name="environment">The caller's environment.</param>
    /// <returns>Only when it fails: the exit status, the error being on stdout.</returns>
    public static int RunCommandLine(ProcessBlock given, ProcessBlock environment)
    {
        using var arguments = new PointerList(given.Count + 2);
        arguments.AddLiteral("cnichaind\0"u8);
        arguments.AddLiteral("cli\0"u8);
        var first = true;
        foreach (var argument in given)
        {
            if (!first)
            {
                arguments.Add(argument);
            }

            first = false;
        }

        return Execute(arguments, environment);
    }

    private static int Execute(PointerList arguments, ProcessBlock environment)
    {
        if (HostProgram.Find(out var program) is { } problem)
        {
            return Answers.Error(Answers.IoFailure, problem);
        }

        if (OpenFiles.TryMakeRoom() is { } shortage)
        {
            return Answers.Error(Answers.TryAgainLater, shortage);
        }

        StandardDescriptors.Fill();
        using var passed = new PointerList(environment.Count + 2);
        passed.AddLiteral(NoDiagnostics);
        foreach (var entry in environment)
        {
            if (AllowedEnvironment.Holds(entry))
            {
                passed.Add(entry);
            }
        }

        var withheld = new WithheldEnvironment(environment);
        withheld.AddTo(passed);
        fixed (byte* path = program)
        {
            _ = LibC.execve(path, arguments.Terminated, passed.Terminated);
        }

        GC.KeepAlive(withheld);
        var reason = Marshal.GetPInvokeErrorMessage(LibC.errno);
        return Answers.Error(Answers.IoFailure, $"cannot start {System.Text.Encoding.UTF8.GetString(program.AsSpan()[..^1])}: {reason}");
    }
}
