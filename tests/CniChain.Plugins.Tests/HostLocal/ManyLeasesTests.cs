using System.Globalization;
using CniChain.Plugins.HostLocal;
using CniChain.Plugins.Tests.Ipam;
using static CniChain.Plugins.Tests.Ipam.IpamPlace;

namespace CniChain.Plugins.Tests.HostLocal;

public sealed class ManyLeasesTests : IDisposable
{
    private static readonly string s_config = Network(HostLocalIpam(""" "subnet": "10.0.0.0/16" """));

    private readonly HostLocalPlugin _plugin = new();
    private readonly IpamPlace _place = new();

    public void Dispose() => _place.Dispose();

    [Fact]
    public void AddAndDel_TenThousandLeases_ReadNoMoreThanInAnEmptyPool() => AssertReadsTheSame(() => _plugin);

    [Fact]
    public void AddAndDel_TenThousandLeasesInProcessesOfOneCall_ReadNoMoreThanInAnEmptyPool() => AssertReadsTheSame(() => new HostLocalPlugin());

    [Fact]
    public void Gc_OfAThousandInAProcessOfOneCall_NotesThemTogether()
    {
        Fill(1_000);
        _place.Del(_plugin, s_config, "nobody"); // Leaves what the next process begins with.
        var before = Calls("syscw");

        _place.Gc(new HostLocalPlugin(), s_config);

        Assert.Empty(_place.LeaseNames);
        Assert.InRange(Calls("syscw") - before, 1, 10);
    }

    [Fact]
    public void Add_ManyInARowTaken_FindsTheOneThatIsFree()
    {
        Fill(10_000);
        File.Delete(Path.Combine(_place.Leases, "10.0.30.7"));
        _place.WriteLease("last_reserved_ip.0", "10.0.30.7");
        var config = Network(HostLocalIpam(""" "subnet": "10.0.0.0/16", "rangeEnd": "10.0.39.17" """));
        Assert.Equal("10.0.30.7/16", _place.Add(_plugin, config).Ips[0].Address.ToString());
        Fails(() => _place.Add(_plugin, config, "c2"), CniErrorCode.TryAgainLater);
    }

    [Fact]
    public async Task AddAndDel_SixteenThreads_NoAddressTwice()
    {
        var held = new System.Collections.Concurrent.ConcurrentDictionary<string, string>();
        await Parallel.ForEachAsync(Enumerable.Range(0, 400), new ParallelOptions { MaxDegreeOfParallelism = 16 }, (i, _) =>
        {
            var address = _place.Add(_plugin, s_config, $"c{i}").Ips[0].Address.ToString();
            Assert.True(held.TryAdd(address, $"c{i}"), address);
            if (i % 2 == 0)
            {
                held.TryRemove(address, out var owner);
                _place.Del(_plugin, s_config, $"c{i}");
            }

            return ValueTask.CompletedTask;
        });
        Assert.Equal(200, _place.LeaseNames.Count());
    }

    [Fact]
    public void Add_LastAddressOfAll_EndsTheSearch()
    {
        var config = Network(HostLocalIpam(""" "ranges": [[{ "subnet": "ffff:ffff:ffff:ffff:ffff:ffff:ffff:fffc/126" }]] """));
        Assert.EndsWith("fffe/126", _place.Add(_plugin, config).Ips[0].Address.ToString(), StringComparison.Ordinal);
        Assert.EndsWith("ffff/126", _place.Add(_plugin, config, "c2").Ips[0].Address.ToString(), StringComparison.Ordinal);
        Fails(() => _place.Add(_plugin, config, "c3"), CniErrorCode.TryAgainLater);
    }

    private void Fill(int count)
    {
        Directory.CreateDirectory(_place.Leases);
        for (var i = 0; i < count; i++)
        {
            var n = i + 2;
            File.WriteAllText(Path.Combine(_place.Leases, $"10.0.{n / 256}.{n % 256}"), $"old{i}\r\neth0");
        }

        _place.WriteLease("last_reserved_ip.0", $"10.0.{(count + 1) / 256}.{(count + 1) % 256}");
    }

    private void AssertReadsTheSame(Func<HostLocalPlugin> plugin)
    {
        // The first call finds no round robin, and code that was not compiled.
        _ = Reads(plugin);
        var empty = Reads(plugin);
        Fill(10_000);
        _place.Del(plugin(), s_config, "nobody"); // They came from somebody else, so each is read, once.

        // The collector reads a file or two of its own when it runs.
        Assert.InRange(Reads(plugin), empty, empty + 100);
    }

    /// <summary>How often an ADD and a DEL call read(2), as the kernel counts it for this thread (proc(5), /proc/pid/io).</summary>
    private long Reads(Func<HostLocalPlugin> plugin)
    {
        var before = Calls("syscr");
        _place.Add(plugin(), s_config);
        _place.Del(plugin(), s_config);
        return Calls("syscr") - before;
    }

    private static long Calls(string figure) =>
        long.Parse(File.ReadLines("/proc/thread-self/io").First(l => l.StartsWith(figure, StringComparison.Ordinal))[(figure.Length + 2)..], CultureInfo.InvariantCulture);
}
