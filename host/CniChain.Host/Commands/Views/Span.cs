using System.Diagnostics;

namespace CniChain.Host.Commands;

/// <summary>One step of an operation.</summary>
/// <param name="Name">What it did.</param>
/// <param name="Id">Its id.</param>
/// <param name="ParentId">The step it is part of; all zero for none.</param>
/// <param name="Start">When it began, UTC.</param>
/// <param name="Duration">How long it took.</param>
/// <param name="Error">Why it failed; null when it did not.</param>
internal sealed record Span(string Name, ActivitySpanId Id, ActivitySpanId ParentId, DateTime Start, TimeSpan Duration, string? Error)
{
    private const string KernelOperations = "cni.kernel.operations";
    private const string FilePath = "file.path";

    /// <summary>It is the operation itself, not a step of one.</summary>
    public bool IsOperation { get; init; }

    /// <summary>What it was done to: what the kernel was asked, the file that was locked, the container that was collected.</summary>
    public IReadOnlyList<string> Details { get; init; } = [];

    public static Span Of(Activity activity) => new(
        NameOf(activity),
        activity.SpanId,
        activity.ParentSpanId,
        activity.StartTimeUtc,
        activity.Duration,
        activity.Status == ActivityStatusCode.Error ? activity.StatusDescription ?? "failed" : null)
    {
        IsOperation = activity.Parent is null && activity.Kind == ActivityKind.Server,
        Details = DetailsOf(activity),
    };

    /// <summary>One of many attachments is told from the others; a network's name stands in the operation's own.</summary>
    private static string NameOf(Activity activity) => activity.OperationName is HostActivity.Collect or HostActivity.Repair
        ? $"{activity.DisplayName} {activity.GetTagItem(Tag.ContainerId)}/{activity.GetTagItem(Tag.InterfaceName)}"
        : activity.DisplayName;

    private static IReadOnlyList<string> DetailsOf(Activity activity)
    {
        if (activity.Kind == ActivityKind.Server)
        {
            return [];
        }

        foreach (ref readonly var tag in activity.EnumerateTagObjects())
        {
            switch (tag.Key, tag.Value)
            {
                case (KernelOperations, string[] operations):
                    return operations;
                case (FilePath or Tag.ProcessPath or Tag.ContainerId, string text):
                    return [text];
            }
        }

        return [];
    }
}
