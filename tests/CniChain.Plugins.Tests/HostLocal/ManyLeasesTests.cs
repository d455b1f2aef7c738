using System.Diagnostics;
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
    public void AddAndDel_TenThousandLeases_CostWhatTheyDoInAnEmptyPool()
    {
        var empty = Measure("a");
        Fill(10_000);
        _place.Del(_plugin, s_config, "nobody"); // The index is made anew, once.
        var full = Measure("b");

        // Twentyfold would be reading every file.
        Assert.True(full < empty * 6, $"{full.TotalMicroseconds} us with 10,000 leases, {empty.TotalMicroseconds} us with none");
        TestContext.Current.TestOutputHelper?.WriteLine($"ADD+DEL: {empty.TotalMicroseconds} us empty, {full.TotalMicroseconds} us with 10,000");
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

    /// <summary>The fastest of many times an ADD and a DEL: a busy machine makes some slow, and reading every file would make all.</summary>
    private TimeSpan Measure(string prefix)
    {
        var times = new List<TimeSpan>();
        for (var i = 0; i < 150; i++)
        {
            var started = Stopwatch.GetTimestamp();
            _place.Add(_plugin, s_config, $"{prefix}{i}");
            _place.Del(_plugin, s_config, $"{prefix}{i}");
            times.Add(Stopwatch.GetElapsedTime(started));
        }

        return times.Min();
    }
}
