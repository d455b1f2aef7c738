using System.Collections.Concurrent;

namespace CniChain.Plugins.Tests.Portmap;

/// <summary>Many at once. Each call opens sockets of its own, so to the kernel these are as many processes.</summary>
public sealed class PortmapConcurrencyTests
{
    private const int Workers = 32;

    [Fact]
    public async Task AddAndDel_ByMany_LeavesNothing()
    {
        using var node = PortmapNode.Create();
        var containers = Enumerable.Range(0, Workers).Select(i => node.AddVirtual(i)).ToArray();
        for (var round = 0; round < 3; round++)
        {
            await Task.WhenAll(containers.Select((c, i) => Task.Run(() =>
            {
                for (var again = 0; again < 10; again++)
                {
                    c.Add(Mapping(i));
                    c.Del(Mapping(i));
                }
            })));
            Assert.Equal("", node.Ruleset());
            Assert.False(node.RouteLocalnet("cni0"));
        }
    }

    [Fact]
    public async Task OnePort_WantedByMany_GoesToExactlyOne()
    {
        using var node = PortmapNode.Create();
        var containers = Enumerable.Range(0, Workers).Select(i => node.AddVirtual(i)).ToArray();
        for (var round = 0; round < 10; round++)
        {
            var refused = new ConcurrentBag<string>();
            var holders = new ConcurrentBag<PortmapContainer>();
            await Task.WhenAll(containers.Select(c => Task.Run(() =>
            {
                try
                {
                    c.Add(Mapping(0));
                    holders.Add(c);
                }
                catch (CniException e) when (e.Code == CniErrorCode.TryAgainLater)
                {
                    refused.Add(e.Message);
                    c.Del(Mapping(0));
                }
            })));
            var holder = Assert.Single(holders);
            Assert.Equal(Workers - 1, refused.Count);
            Assert.All(refused, text => Assert.Contains($"by attachment podnet/{holder.Id}/eth0", text, StringComparison.Ordinal));
            holder.Check(Mapping(0));
            holder.Del(Mapping(0));
            Assert.Equal("", node.Ruleset());
        }
    }

    [Fact]
    public async Task Del_WhileOthersAdd_HitsOnlyItsOwn()
    {
        using var node = PortmapNode.Create();
        var containers = Enumerable.Range(0, Workers).Select(i => node.AddVirtual(i)).ToArray();
        var anchor = node.AddContainer(200);
        anchor.Add(Mapping(100));
        await Task.WhenAll(containers.Select((c, i) => Task.Run(() =>
        {
            // Two share a port and take it from each other; DEL comes from both, whoever has it.
            for (var again = 0; again < 20; again++)
            {
                try
                {
                    c.Add(Mapping(i / 2));
                    c.Check(Mapping(i / 2));
                }
                catch (CniException e) when (e.Code == CniErrorCode.TryAgainLater)
                {
                    c.Del(Mapping(i / 2));
                    continue;
                }

                if (again % 3 == 0)
                {
                    c.DelWithoutPrevResult("");
                }
                else
                {
                    c.Del(Mapping(i / 2));
                }
            }
        })));
        anchor.Check(Mapping(100));
        anchor.Del(Mapping(100));
        Assert.Equal("", node.Ruleset());
    }

    /// <summary>Reading 20,000 ports takes longer than the node stays as it is.</summary>
    [Fact]
    public async Task Del_WithNothingKnown_OnAFullAndBusyNode_FindsItsOwn()
    {
        using var node = PortmapNode.Create();
        var anchor = node.AddContainer(200);
        anchor.Add(Mapping(100));
        var ports = string.Join(", ", Enumerable.Range(20000, 20000).Select(p => $"tcp . {p} comment \"full/x/eth0\" : 10.88.9.9 . {p}"));
        node.Fill($"add element inet cnichain_ports ports4 {{ {ports} }}");

        var lost = Enumerable.Range(0, 4).Select(i => node.AddVirtual(i)).ToArray();
        var busy = Enumerable.Range(4, 4).Select(i => node.AddVirtual(i)).ToArray();
        using var stop = new CancellationTokenSource();
        var noise = Task.WhenAll(busy.Select((c, i) => Task.Run(() =>
        {
            while (!stop.IsCancellationRequested)
            {
                c.Add(Mapping(50 + i));
                c.Del(Mapping(50 + i));
            }
        })));
        for (var again = 0; again < 5; again++)
        {
            await Task.WhenAll(lost.Select((c, i) => Task.Run(() =>
            {
                c.Add(Mapping(i));
                c.DelWithoutPrevResult("");
            })));
        }

        await stop.CancelAsync();
        await noise;
        Assert.DoesNotContain("podnet/v", node.Ruleset(), StringComparison.Ordinal);
        anchor.Check(Mapping(100));
        anchor.Del(Mapping(100));
        Assert.Equal("", node.Ruleset());
    }

    private static string Mapping(int i) =>
        $$"""{"hostPort":{{8000 + i}},"containerPort":80},{"hostPort":{{8000 + i}},"containerPort":80,"protocol":"udp"}""";
}
