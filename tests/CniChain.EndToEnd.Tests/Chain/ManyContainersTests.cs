using CniChain.Testing;

namespace CniChain.EndToEnd.Tests.Chain;

/// <summary>Containers come and go on one pool, one after the other and sixteen at a time: no address twice, no error, nothing left.</summary>
public sealed class ManyContainersTests
{
    [Theory]
    [InlineData(50, 1)]
    [InlineData(200, 16)]
    public async Task ManyContainers_AddedCheckedDeleted_LeaveTheNodeAsItWas(int count, int workers)
    {
        using var node = TestNode.Create();
        var runtime = new CniRuntime(node, Networks.For(PluginSet.CniChain));
        // The first container makes the bridge and the tables that stay; from then on nothing may differ.
        var first = node.AddContainer();
        runtime.Add(first, Networks.Publish(20000, 80));
        runtime.Delete(first);
        var before = node.Snapshot();
        var containers = node.AddContainers(count);

        var addresses = await EachAsync(workers, containers, (container, i) =>
            runtime.Add(container, Networks.Publish(20001 + i, 80)).GetProperty("ips")[0].GetProperty("address").GetString()!);
        Assert.Equal(count, addresses.Distinct().Count());
        await EachAsync(workers, containers, (container, _) =>
        {
            runtime.Check(container);
            return true;
        });
        await EachAsync(workers, containers, (container, _) =>
        {
            runtime.Delete(container);
            return true;
        });

        node.AssertReturnsTo(before, Attached.OnlyContainers);
    }

    private static async Task<T[]> EachAsync<T>(int workers, IReadOnlyList<TestContainer> containers, Func<TestContainer, int, T> act)
    {
        var results = new T[containers.Count];
        var options = new ParallelOptions { MaxDegreeOfParallelism = workers, CancellationToken = TestContext.Current.CancellationToken };
        await Parallel.ForAsync(0, containers.Count, options, (i, _) =>
        {
            results[i] = act(containers[i], i);
            return ValueTask.CompletedTask;
        });
        return results;
    }
}
