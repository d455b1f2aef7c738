using CniChain.Testing;

namespace CniChain.Benchmarks.Agent;

/// <summary>What the bench asks of its process on a node: one line of JSON.</summary>
internal sealed record Order
{
    /// <summary>What is to be done; see <see cref="BenchAgent"/>.</summary>
    public required string Do { get; init; }

    /// <summary>Who attaches: the reference, or the tree under test.</summary>
    public PluginSet Plugins { get; init; }

    /// <summary>The verb to call.</summary>
    public string Verb { get; init; } = "";

    /// <summary>The first container; they are numbered from 0.</summary>
    public int First { get; init; }

    /// <summary>How many containers, or how many times.</summary>
    public int Count { get; init; } = 1;

    /// <summary>How many threads share the work.</summary>
    public int Workers { get; init; } = 1;

    /// <summary>The address family, "4" or "6", of a network with DHCP, see <see cref="Driving.DhcpPod"/>; null for the bench's usual network.</summary>
    public string? Dhcp { get; init; }

    /// <summary>How the collector to be started behaves.</summary>
    public CollectorManner Collector { get; init; }

    /// <summary>More variables for the plugins, "NAME=value" each.</summary>
    public IReadOnlyList<string> Variables { get; init; } = [];
}
