using System.Diagnostics;
using CniChain.Linux.Netlink;

namespace CniChain.Linux;

/// <summary>Spans for kernel transactions: one datagram of requests and its answers.</summary>
internal static class LinuxActivitySource
{
    /// <summary>The source's name, the same in every copy of this assembly a process holds.</summary>
    public const string Name = "CniChain.Linux";

    /// <summary>The attribute that lists what was asked, one entry a request, such as "newlink veth0".</summary>
    public const string OperationsAttribute = "cni.kernel.operations";

    private static readonly ActivitySource s_source = new(Name);

    /// <summary>Begins the span of a transaction; null, at the cost of a look at a field, when nobody listens.</summary>
    public static Activity? StartTransaction(ReadOnlySpan<NetlinkRequest> requests)
    {
        if (!s_source.HasListeners())
        {
            return null;
        }

        var first = requests[0].Operation.AsSpan();
        var end = first.IndexOf(' ');
        var activity = s_source.StartActivity($"netlink {(end < 0 ? first : first[..end])}", ActivityKind.Client);
        if (activity is { IsAllDataRequested: true })
        {
            var operations = new string[requests.Length];
            for (var i = 0; i < operations.Length; i++)
            {
                operations[i] = requests[i].Operation;
            }

            activity.SetTag(OperationsAttribute, operations);
        }

        return activity;
    }

    /// <summary>Records the first failure; one that the caller expects (EEXIST of an exclusive create) is an error of the transaction all the same.</summary>
    public static void RecordFailure(Activity? activity, NetlinkException failure) =>
        activity?.SetStatus(ActivityStatusCode.Error, failure.Message).SetTag("error.type", failure.ErrnoName);
}
