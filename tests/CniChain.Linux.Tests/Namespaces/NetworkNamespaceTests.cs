using CniChain.Testing;
using Tmds.Linux;

namespace CniChain.Linux.Tests.Namespaces;

public sealed class NetworkNamespaceTests
{
    [Fact]
    public void Run_InAnotherNamespace_SeesItsLinksOnly()
    {
        using var test = TestNamespace.Create();
        test.Exec("ip link add only-here type bridge");

        Assert.True(test.Namespace.Run(() => File.ReadAllText("/proc/thread-self/net/dev").Contains("only-here", StringComparison.Ordinal)));
        Assert.DoesNotContain("only-here", File.ReadAllText("/proc/thread-self/net/dev"), StringComparison.Ordinal);
    }

    [Fact]
    public void Run_ActionThrows_ExceptionPassesThrough()
    {
        using var test = TestNamespace.Create();

        var thrown = Assert.Throws<FormatException>(() => test.Namespace.Run(() => throw new FormatException("from inside")));

        Assert.Equal("from inside", thrown.Message);
    }

    [Fact]
    public void Run_ActionLeavesItsThreadElsewhere_LaterCallsAreWhereTheyBelong()
    {
        using var test = TestNamespace.Create();
        using var other = TestNamespace.Create();

        Parallel.For(0, 64, _ =>
        {
            test.Namespace.Run(() =>
            {
                Assert.Equal(0, LibC.setns((int)other.Namespace.Handle.DangerousGetHandle(), LibC.CLONE_NEWNET));
            });
            using var seen = test.Namespace.Run(NetworkNamespace.OpenCurrent);
            Assert.Equal(test.Namespace.Identity, seen.Identity);
        });
    }

    [Fact]
    public void Run_Nested_EachActionIsInItsOwnNamespace()
    {
        using var outer = TestNamespace.Create();
        using var inner = TestNamespace.Create();

        var (before, inside, after) = outer.Namespace.Run(() =>
        {
            var first = Current();
            var second = inner.Namespace.Run(Current);
            return (first, second, Current());
        });

        Assert.Equal(outer.Namespace.Identity, before);
        Assert.Equal(inner.Namespace.Identity, inside);
        Assert.Equal(outer.Namespace.Identity, after);
    }

    [Fact]
    public void Run_StaysOnTheThread()
    {
        using var test = TestNamespace.Create();

        var (outer, inner, place) = test.Namespace.Run(() => (
            Environment.CurrentManagedThreadId,
            test.Namespace.Run(() => Environment.CurrentManagedThreadId),
            test.Namespace.Run(Current)));

        Assert.Equal(Environment.CurrentManagedThreadId, outer);
        Assert.Equal(outer, inner);
        Assert.Equal(test.Namespace.Identity, place);
    }

    [Fact]
    public void Run_WhereTheThreadIsInside_ThrowsAndKeepsAsyncLocalStateAsElsewhere()
    {
        using var test = TestNamespace.Create();
        var local = new AsyncLocal<string>();

        test.Namespace.Run(() =>
        {
            local.Value = "caller";
            var seen = test.Namespace.Run(() =>
            {
                var value = local.Value;
                local.Value = "inside";
                return value;
            });

            Assert.Equal("caller", seen);
            Assert.Equal("caller", local.Value);
            Assert.Throws<FormatException>(() => test.Namespace.Run(() => throw new FormatException("from inside")));
        });
    }

    [Fact]
    public void Run_HoweverItEnds_TheThreadIsBack()
    {
        using var test = TestNamespace.Create();
        using var gone = NetworkNamespace.Create();
        gone.Dispose();
        var here = Current();

        test.Namespace.Run(static () => { });
        Assert.Equal(here, Current());
        Assert.Throws<FormatException>(() => test.Namespace.Run(static () => throw new FormatException()));
        Assert.Equal(here, Current());
        Assert.Throws<ObjectDisposedException>(() => gone.Run(static () => { }));
        Assert.Equal(here, Current());
    }

    [Fact]
    public void Run_AsyncLocalState_FlowsInAndNotOut()
    {
        using var test = TestNamespace.Create();
        var local = new AsyncLocal<string> { Value = "caller" };

        var seen = test.Namespace.Run(() =>
        {
            var value = local.Value;
            local.Value = "worker";
            return value;
        });

        Assert.Equal("caller", seen);
        Assert.Equal("caller", local.Value);
    }

    [Fact]
    public void Run_AsynchronousDelegate_IsRefused()
    {
        using var test = TestNamespace.Create();

        Assert.Throws<ArgumentException>(() => { _ = test.Namespace.Run(() => Task.FromResult(1)); });
        Assert.Throws<ArgumentException>(() => { _ = test.Namespace.Run(() => ValueTask.FromResult(1)); });
    }

    [Fact]
    public void OpenPath_NothingThere_SaysWhatAndWhy()
    {
        var error = Assert.Throws<LinuxException>(() => NetworkNamespace.OpenPath("/run/netns/absent-for-this-test"));

        Assert.Equal("open /run/netns/absent-for-this-test: No such file or directory (ENOENT)", error.Message);
        Assert.Equal("ENOENT", error.ErrnoName);
    }

    [Theory]
    [InlineData("/etc/passwd")]
    [InlineData("/proc/self/ns/mnt")]
    [InlineData("/dev/null")]
    public void OpenPath_NotANetworkNamespace_SaysSo(string path)
    {
        var error = Assert.Throws<LinuxException>(() => NetworkNamespace.OpenPath(path));

        Assert.Equal("EINVAL", error.ErrnoName);
        Assert.Contains("not a network namespace", error.Message, StringComparison.Ordinal);
        Assert.False(NetworkNamespace.TryOpenPath(path, out _));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("/run/netns/absent-for-this-test")]
    [InlineData("/etc/passwd/net")]
    [InlineData("/proc/4194999/ns/net")]
    public void TryOpenPath_NothingThere_ReturnsFalse(string? path) =>
        Assert.False(NetworkNamespace.TryOpenPath(path, out _));

    [Fact]
    public void OpenPath_Fifo_DoesNotHang()
    {
        var path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        using (var mkfifo = System.Diagnostics.Process.Start("mkfifo", path))
        {
            mkfifo.WaitForExit();
        }

        try
        {
            Assert.False(NetworkNamespace.TryOpenPath(path, out _));
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void CreateAt_ThenRemoveAt_LeavesNothing()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "needs root");
        var path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName(), "ns");
        using (var created = NetworkNamespace.CreateAt(path))
        using (var opened = NetworkNamespace.OpenPath(path))
        using (var own = NetworkNamespace.OpenCurrent())
        {
            Assert.True(created.IsSameAs(opened));
            Assert.False(created.IsSameAs(own));
            Assert.Equal("EEXIST", Assert.Throws<LinuxException>(() => NetworkNamespace.CreateAt(path)).ErrnoName);
        }

        NetworkNamespace.RemoveAt(path);
        NetworkNamespace.RemoveAt(path);
        Assert.False(File.Exists(path));
        Directory.Delete(Path.GetDirectoryName(path)!);
    }

    [Fact]
    public void RemoveAt_OrdinaryFile_IsLeftAlone()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "needs root");
        var path = Path.GetTempFileName();
        File.WriteAllText(path, "precious");

        Assert.Equal("EINVAL", Assert.Throws<LinuxException>(() => NetworkNamespace.RemoveAt(path)).ErrnoName);

        Assert.Equal("precious", File.ReadAllText(path));
        File.Delete(path);
    }

    [Fact]
    public void FromHandle_Dispose_LeavesTheHandleOpen()
    {
        using var test = TestNamespace.Create();

        NetworkNamespace.FromHandle(test.Namespace.Handle).Dispose();

        Assert.False(test.Namespace.Handle.IsClosed);
        Assert.Equal(test.Namespace.Identity, test.Namespace.Run(Current));
    }

    private static (ulong, ulong) Current()
    {
        using var ns = NetworkNamespace.OpenCurrent();
        return ns.Identity;
    }
}
