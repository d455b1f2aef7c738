using System.Diagnostics;

namespace CniChain.Linux.Tests.Files;

public sealed class FileLockTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("cnichain-lock-").FullName;

    private string LockPath => Path.Combine(_folder, "lock");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Acquire_ManyThreads_OneAtATime()
    {
        int inside = 0, most = 0, total = 0;

        Parallel.For(0, 200, new ParallelOptions { MaxDegreeOfParallelism = 8 }, _ =>
        {
            using var held = FileLock.Acquire(LockPath, TimeSpan.FromSeconds(30));
            most = Math.Max(most, Interlocked.Increment(ref inside));
            total++;
            Interlocked.Decrement(ref inside);
        });

        Assert.Equal(1, most);
        Assert.Equal(200, total);
    }

    [Fact]
    public void Acquire_HeldByAThread_TimesOutAndNamesTheFile()
    {
        using var held = FileLock.Acquire(LockPath, TimeSpan.Zero);

        var error = Assert.Throws<TimeoutException>(() => FileLock.Acquire(LockPath, TimeSpan.FromMilliseconds(50)));

        Assert.Contains(LockPath, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Acquire_HeldByAnotherProcess_WaitsForIt()
    {
        using var other = HoldInAnotherProcess();

        Assert.Throws<TimeoutException>(() => FileLock.Acquire(LockPath, TimeSpan.FromMilliseconds(50)));
        other.StandardInput.Close();
        using var held = FileLock.Acquire(LockPath, TimeSpan.FromSeconds(30));

        other.WaitForExit();
        Assert.Equal(1, Flock(LockPath));
    }

    [Fact]
    public void Dispose_DescriptorSharedByAnother_GivesTheLockBack()
    {
        var held = FileLock.Acquire(LockPath, TimeSpan.Zero);
        var shared = Directory.GetFiles("/proc/self/fd").Single(f => new FileInfo(f).LinkTarget == LockPath);

        // As a child between fork and exec: the same open file, by another descriptor.
        var copy = Tmds.Linux.LibC.dup(int.Parse(Path.GetFileName(shared), System.Globalization.CultureInfo.InvariantCulture));
        using var owner = new Microsoft.Win32.SafeHandles.SafeFileHandle(copy, ownsHandle: true);
        held.Dispose();

        Assert.Equal(0, Flock(LockPath));
    }

    [Fact]
    public void Acquire_SymbolicLink_IsNotFollowed()
    {
        var target = Path.Combine(_folder, "target");
        File.CreateSymbolicLink(LockPath, target);

        var error = Assert.Throws<LinuxException>(() => FileLock.Acquire(LockPath, TimeSpan.Zero));

        Assert.Equal("ELOOP", error.ErrnoName);
        Assert.False(File.Exists(target));
    }

    [Fact]
    public void Acquire_Cancelled_StopsWaiting()
    {
        using var other = HoldInAnotherProcess();
        using var cancellation = new CancellationTokenSource(50);

        Assert.ThrowsAny<OperationCanceledException>(() => FileLock.Acquire(LockPath, Timeout.InfiniteTimeSpan, cancellation.Token));

        other.StandardInput.Close();
        other.WaitForExit();
        FileLock.Acquire(LockPath, TimeSpan.FromSeconds(30)).Dispose();
    }

    [Fact]
    public void Dispose_Twice_GivesTheLockBackOnce()
    {
        var held = FileLock.Acquire(LockPath, TimeSpan.Zero);
        held.Dispose();
        held.Dispose();

        using var next = FileLock.Acquire(LockPath, TimeSpan.Zero);
        Assert.Throws<TimeoutException>(() => FileLock.Acquire(LockPath, TimeSpan.Zero));
        Assert.Equal(1, Flock(LockPath));
    }

    [Fact]
    public void Acquire_FolderMissing_SaysSo()
    {
        var path = Path.Combine(_folder, "absent", "lock");

        Assert.Equal($"open {path}: No such file or directory (ENOENT)", Assert.Throws<LinuxException>(() => FileLock.Acquire(path, TimeSpan.Zero)).Message);
    }

    private Process HoldInAnotherProcess()
    {
        var start = new ProcessStartInfo("flock", [LockPath, "sh", "-c", "echo held; read line"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        var process = Process.Start(start)!;
        Assert.Equal("held", process.StandardOutput.ReadLine());
        return process;
    }

    /// <summary>flock(1) says 1 when somebody holds the lock.</summary>
    private static int Flock(string path)
    {
        using var process = Process.Start("flock", ["-n", path, "true"]);
        process.WaitForExit();
        return process.ExitCode;
    }
}
