using System.Diagnostics;
using System.Runtime.Loader;
using CniChain.Linux.Netlink;

namespace CniChain.Linux;

/// <summary>Spans for kernel transactions, one datagram of requests and its answers, for tables read, and for waits for file locks.</summary>
internal static class LinuxActivitySource
{
    /// <summary>The source's name, the same in every copy of this assembly a process holds.</summary>
    public const string Name = "CniChain.Linux";

    /// <summary>The attribute that lists what was asked, one entry a request, such as "newlink veth0".</summary>
    public const string OperationsAttribute = "cni.kernel.operations";

    /// <summary>The attribute that lists the kernel's own names of the messages, one entry a kind, such as "RTM_NEWLINK".</summary>
    public const string MessageTypesAttribute = "cni.kernel.message_types";

    /// <summary>The attribute that tells how many callers' requests went to the kernel together, where another caller took this one along.</summary>
    public const string TogetherAttribute = "cni.kernel.together";

    private const string ErrorType = "error.type";
    private const string FilePath = "file.path";

    private static readonly ActivitySource s_source = Create();

    /// <summary>Whether anybody looks at spans.</summary>
    public static bool HasListeners => s_source.HasListeners();

    /// <summary>Begins the span of a transaction; null, at the cost of a look at a field, when nobody listens.</summary>
    public static Activity? StartTransaction(NetlinkProtocol protocol, ReadOnlySpan<NetlinkRequest> requests)
    {
        if (!s_source.HasListeners())
        {
            return null;
        }

        var activity = s_source.StartActivity(NameOf(requests[0]), ActivityKind.Client);
        if (activity is { IsAllDataRequested: true })
        {
            var operations = new string[requests.Length];
            var types = new List<string>(4);
            for (var i = 0; i < operations.Length; i++)
            {
                operations[i] = requests[i].Operation;
                var type = MessageNames.Of(protocol, requests[i].Type);
                if (!types.Contains(type))
                {
                    types.Add(type);
                }
            }

            activity.SetTag(OperationsAttribute, operations);
            activity.SetTag(MessageTypesAttribute, types.ToArray());
        }

        return activity;
    }

    /// <summary>Records a transaction of another thread that took this one's request along.</summary>
    /// <param name="protocol">The request's family.</param>
    /// <param name="request">This thread's request.</param>
    /// <param name="started">When this thread began to wait for it.</param>
    /// <param name="together">How many requests went together.</param>
    /// <param name="failure">The refusal of this request; null for none.</param>
    public static void RecordShared(
        NetlinkProtocol protocol, NetlinkRequest request, DateTimeOffset started, int together, NetlinkException? failure)
    {
        using var activity = s_source.StartActivity(NameOf(request), ActivityKind.Client, parentContext: default, startTime: started);
        activity?.SetTag(OperationsAttribute, new[] { request.Operation })
            .SetTag(MessageTypesAttribute, new[] { MessageNames.Of(protocol, request.Type) })
            .SetTag(TogetherAttribute, together);
        if (failure is not null)
        {
            RecordFailure(activity, failure);
        }
    }

    /// <summary>Begins the span of a table's reading.</summary>
    public static Activity? StartDump(NetlinkProtocol protocol, NetlinkRequest request)
    {
        if (!s_source.HasListeners())
        {
            return null;
        }

        var type = MessageNames.Of(protocol, request.Type);
        var activity = s_source.StartActivity($"netlink dump {type}", ActivityKind.Client);
        if (activity is { IsAllDataRequested: true })
        {
            activity.SetTag(OperationsAttribute, new[] { request.Operation });
            activity.SetTag(MessageTypesAttribute, new[] { type });
        }

        return activity;
    }

    /// <summary>Begins the span of a wait for a file's lock; it ends when the lock is held, not when it is given back. One that is free has none.</summary>
    public static Activity? StartLockWait(string path) => s_source.HasListeners()
        ? s_source.StartActivity("lock wait")?.SetTag(FilePath, path)
        : null;

    /// <summary>Records the first failure; one that the caller expects (EEXIST of an exclusive create) is an error of the transaction all the same.</summary>
    public static void RecordFailure(Activity? activity, NetlinkException failure) =>
        activity?.SetStatus(ActivityStatusCode.Error, failure.Message).SetTag(ErrorType, failure.ErrnoName);

    /// <summary>Records that a wait was in vain.</summary>
    public static void RecordTimeout(Activity? activity, string message) =>
        activity?.SetStatus(ActivityStatusCode.Error, message).SetTag(ErrorType, "timeout");

    private static string NameOf(NetlinkRequest request)
    {
        var operation = request.Operation.AsSpan();
        var end = operation.IndexOf(' ');
        return $"netlink {(end < 0 ? operation : operation[..end])}";
    }

    private static ActivitySource Create()
    {
        var source = new ActivitySource(Name);
        // The runtime keeps a list of all sources: one that is not disposed of would keep its plugin from ever being unloaded.
        if (AssemblyLoadContext.GetLoadContext(typeof(LinuxActivitySource).Assembly) is { IsCollectible: true } context)
        {
            context.Unloading += _ => source.Dispose();
        }

        return source;
    }
}
