using CniChain.Linux;
using CniChain.Plugins.HostLocal;
using CniChain.Plugins.Tests.Ipam;
using static CniChain.Plugins.Tests.Ipam.IpamPlace;

namespace CniChain.Plugins.Tests.HostLocal;

public sealed class PoolStatusTests : IDisposable
{
    private static readonly string s_config =
        Network(HostLocalIpam(""" "ranges": [[{ "subnet": "10.1.0.0/24" }], [{ "subnet": "10.2.0.0/30" }]] """), "1.1.0");

    private readonly HostLocalPlugin _plugin = new();
    private readonly IpamPlace _place = new();

    public void Dispose() => _place.Dispose();

    [Fact]
    public void Status_FolderAbsent_IsReadyAndMakesNothing()
    {
        _place.Status(_plugin, s_config);
        Assert.False(Directory.Exists(_place.Data));
    }

    [Fact]
    public void Status_OneSetExhausted_NamesIt()
    {
        _place.Add(_plugin, s_config);
        var error = Fails(() => _place.Status(_plugin, s_config), CniErrorCode.PluginNotAvailable);
        Assert.Contains("no address is free in 10.2.0.1-10.2.0.2: all 1 are leased", error.Message, StringComparison.Ordinal);

        error = Fails(() => _place.Add(_plugin, s_config, "c2"), CniErrorCode.TryAgainLater);
        Assert.Contains("no address is free in 10.2.0.1-10.2.0.2: all 1 are leased", error.Message, StringComparison.Ordinal);
        Assert.Equal(["10.1.0.2", "10.2.0.2"], _place.LeaseNames);

        _place.Del(_plugin, s_config);
        _place.Status(_plugin, s_config);
    }

    [Fact]
    public void Status_LockHeldByAnAdd_DoesNotWait()
    {
        _place.Add(_plugin, s_config);
        _place.Del(_plugin, s_config);
        using var held = FileLock.Acquire(Path.Combine(_place.Leases, "lock"), TimeSpan.Zero);
        _place.Status(_plugin, s_config);
    }

    [Theory]
    [InlineData(""" "subnet": "10.1.0.0/24", "dataDir": "/dev/null/x" """)]
    [InlineData(""" "subnet": "10.1.0.0/24", "resolvConf": "/nonexistent/resolv.conf" """)]
    public void Status_AddWouldFail_IsNotReady(string keys)
    {
        var config = Network($$"""{ "type": "host-local", {{keys}} }""", "1.1.0");
        Fails(() => _place.Status(_plugin, config), CniErrorCode.PluginNotAvailable);
    }

    [Fact]
    public void Status_ReadOnlyFileSystem_IsNotReady()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "needs root: it mounts a file system");
        _place.Add(_plugin, s_config);
        _place.Del(_plugin, s_config);

        // In a mount namespace of its own, where nobody else sees the mount; the file system is reached through its process.
        using var holder = System.Diagnostics.Process.Start(new System.Diagnostics.ProcessStartInfo("unshare")
        {
            ArgumentList = { "--mount", "sh", "-c", $"mount --bind -o ro '{_place.Data}' '{_place.Data}' && echo ready && read line" },
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        Assert.Equal("ready", holder.StandardOutput.ReadLine());
        var config = s_config.Replace("DATA", $"/proc/{holder.Id}/root{_place.Data}", StringComparison.Ordinal);
        var error = Fails(() => _place.Status(_plugin, config), CniErrorCode.PluginNotAvailable);
        holder.StandardInput.Close();
        holder.WaitForExit();
        Assert.Contains("EROFS", error.Message, StringComparison.Ordinal);
    }
}
