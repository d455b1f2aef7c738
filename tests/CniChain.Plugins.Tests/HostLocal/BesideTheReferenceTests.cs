using System.Collections.Concurrent;
using CniChain.Plugins.HostLocal;
using CniChain.Plugins.Tests.Ipam;
using static CniChain.Plugins.Tests.Ipam.IpamPlace;

namespace CniChain.Plugins.Tests.HostLocal;

/// <summary>The reference plugin and ours at work on one folder at the same moment, as on a node that is being moved over.</summary>
public sealed class BesideTheReferenceTests
{
    private const int Each = 40;

    private static readonly string s_config = Network(HostLocalIpam(""" "subnet": "10.0.0.0/16" """));

    [Fact]
    public async Task AddAndDel_ByBothAtTheSameTime_NoAddressTwiceAndEachReleasesTheOthers()
    {
        ReferenceIpam.Require("host-local");
        using var place = new IpamPlace();
        var plugin = new HostLocalPlugin();
        var config = s_config.Replace("DATA", place.Data, StringComparison.Ordinal);
        var held = new ConcurrentDictionary<string, string>();

        await BothAsync(
            id => Assert.True(held.TryAdd(place.Add(plugin, s_config, id).Ips[0].Address.ToString(), id), "given twice"),
            id =>
            {
                var reply = ReferenceIpam.Call("host-local", "ADD", config, id).Checked("ADD");
                Assert.True(held.TryAdd(reply.Json.GetProperty("ips")[0].GetProperty("address").GetString()!, id), "given twice");
            });
        Assert.Equal(2 * Each, place.LeaseNames.Count());

        // Crosswise: ours has never heard of half of these, and half of what it remembers is removed behind its back.
        await BothAsync(
            id => place.Del(plugin, s_config, id.Replace("ours", "theirs", StringComparison.Ordinal)),
            id => ReferenceIpam.Call("host-local", "DEL", config, id.Replace("theirs", "ours", StringComparison.Ordinal)).Checked("DEL"));
        Assert.Empty(place.LeaseNames);
    }

    private static Task BothAsync(Action<string> ours, Action<string> theirs)
    {
        var options = new ParallelOptions { MaxDegreeOfParallelism = 4 };
        return Task.WhenAll(
            Task.Run(() => Parallel.For(0, Each, options, i => ours($"ours{i}"))),
            Task.Run(() => Parallel.For(0, Each, options, i => theirs($"theirs{i}"))));
    }
}
