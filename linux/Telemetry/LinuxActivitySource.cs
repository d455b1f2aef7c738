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

    /// <summary>The attribute that tells how many callers' requests went to the kernel together, where another caller took this one along.</summary>
    public const string TogetherAttribute = "cni.kernel.together";

    private static readonly ActivitySource s_source = new(Name);

    /// <summary>Whether anybody looks at spans.</summary>
    public static bool HasListeners => s_source.HasListeners();

    /// <summary>Begins the span of a transaction; null, at the cost of a look at a field, when nobody listens.</summary>
    public static Activity? StartTransaction(ReadOnlySpan<NetlinkRequest> requests)
    {
        if (!s_source.HasListeners())
        {
            return null;
        }

        var activity = s_source.StartActivity(NameOf(requests[0]), ActivityKind.Client);
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

    /// <summary>Records a transaction of another thread that took this one's request along.</summary>
    /// <param name="request">This thread's request.</param>
    /// <param name="started">When this thread began to wait for it.</param>
    /// <param name="together">How many requests went together.</param>
    /// <param name="failure">The refusal of this request; null for none.</param>
    public static void RecordShared(NetlinkRequest request, DateTimeOffset started, int together, NetlinkException? failure)
    {
        using var activity = s_source.StartActivity(NameOf(request), ActivityKind.Client, parentContext: default, startTime: started);
        activity?.SetTag(OperationsAttribute, new[] { request.Operation }).SetTag(TogetherAttribute, together);
        if (failure is not null)
        {
            RecordFailure(activity, failure);
        }
    }

    /// <summary>Records the first failure; one that the caller expects (EEXIST of an exclusive create) is an error of the transaction all the same.</summary>
    public static void RecordFailure(Activity? activity, NetlinkException failure) =>
        activity?.SetStatus(ActivityStatusCode.Error, failure.Message).SetTag("error.type", failure.ErrnoName);

    private static string NameOf(NetlinkRequest request)
    {
        var operation = request.Operation.AsSpan();
        var end = operation.IndexOf(' ');
        return $"netlink {(end < 0 ? operation : operation[..end])}";
    }
}
