using Tmds.Linux;

namespace CniChain.Shim.Resident;

/// <summary>Starts <c>cnichaind serve</c> in a session of its own and waits until it listens.</summary>
internal static unsafe class HostProcess
{
    private const int ReadyDescriptor = 3;
    private const long LogLimit = 1024 * 1024;

    /// <summary>Starts the host.</summary>
    /// <param name="program">cnichaind, NUL-terminated.</param>
    /// <param name="folder">Where its log goes.</param>
    /// <param name="environment">The caller's environment.</param>
    /// <param name="limitMilliseconds">How long to wait for it.</param>
    /// <returns>Whether it listens. One that hangs is killed.</returns>
    public static bool Start(byte[] program, ReadOnlySpan<byte> folder, ProcessBlock environment, int limitMilliseconds)
    {
        var pipe = stackalloc int[2];
        if (OpenFiles.TryMakeRoom() is not null || LibC.pipe2(pipe, LibC.O_CLOEXEC) < 0)
        {
            return false;
        }

        var log = OpenLog(folder);
        var pid = log < 0 ? -1 : Spawn(program, environment, log, pipe[1]);
        _ = LibC.close(pipe[1]);
        _ = LibC.close(log);
        var listens = pid > 0 && WaitForByte(pipe[0], limitMilliseconds);
        if (pid > 0 && !listens)
        {
            _ = LibC.kill(pid, LibC.SIGKILL);
        }

        _ = LibC.close(pipe[0]);
        return listens;
    }

    private static int OpenLog(ReadOnlySpan<byte> folder)
    {
        fixed (byte* path = StartFolder.Join(folder, "host.log\0"u8), old = StartFolder.Join(folder, "host.log.1\0"u8))
        {
            stat info;
            if (LibC.stat(path, &info) == 0 && (long)info.st_size > LogLimit)
            {
                _ = Native.rename(path, old);
            }

            return LibC.open(path, LibC.O_WRONLY | LibC.O_APPEND | LibC.O_CREAT | LibC.O_CLOEXEC | LibC.O_NOFOLLOW, 0x180 /* 0600 */);
        }
    }

    private static int Spawn(byte[] program, ProcessBlock environment, int log, int ready)
    {
        using var arguments = new PointerList(4);
        arguments.AddLiteral("cnichaind\0"u8);
        arguments.AddLiteral("serve\0"u8);
        arguments.AddLiteral("--ready-fd\0"u8);
        arguments.AddLiteral("3\0"u8);
        using var passed = new PointerList(environment.Count + 3);
        passed.AddLiteral("DOTNET_EnableDiagnostics=0\0"u8);
        // 4 MiB (hexadecimal) between collections: .NET's own choice is the processor's whole cache, 32 MiB and more on a server.
        passed.AddLiteral("DOTNET_GCgen0size=400000\0"u8);
        // What was compiled ahead is compiled again, better, after 400 calls (hexadecimal): half a millisecond less an ADD and DEL from then
        // on, for two seconds of one processor and 8 MB. A node that sees few containers never gets there; .NET's own 30 calls come too soon.
        passed.AddLiteral("DOTNET_TC_CallCountThreshold=190\0"u8);
        foreach (var entry in environment)
        {
            if (AllowedEnvironment.OutlivesTheCall(entry))
            {
                passed.Add(entry);
            }
        }

        using var spawn = new SpawnPlan();
        fixed (byte* nothing = "/dev/null\0"u8)
        {
            spawn.Open(0, nothing);
        }

        // The log before the ready descriptor, whose fixed number may be the log's own.
        spawn.Duplicate(log, 1);
        spawn.Duplicate(log, 2);
        spawn.Duplicate(ready, ReadyDescriptor);
        return spawn.Run(program, arguments, passed);
    }

    private static bool WaitForByte(int fd, int limitMilliseconds)
    {
        pollfd wait = new() { fd = fd, events = LibC.POLLIN };
        int ready;
        do
        {
            ready = Native.poll(&wait, 1, Math.Max(limitMilliseconds, 1));
        }
        while (ready < 0 && LibC.errno == LibC.EINTR);

        byte one;
        return ready > 0 && (long)LibC.read(fd, &one, 1) == 1;
    }
}
