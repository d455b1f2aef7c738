using Microsoft.Extensions.Logging;

namespace CniChain.Host;

/// <summary>Operations as OTLP log records. The span that is current gives them its trace and span id.</summary>
internal sealed class ExportedLog(ILogger logger) : IOperationLog
{
    private static readonly EventId s_event = new(1, "cni.operation");

    public void Write(in OperationOutcome operation)
    {
        var request = operation.Request;
        var pod = PodArgs.Read(request.Args);
        var attributes = new List<KeyValuePair<string, object?>>(12) { new(Tag.Verb, request.Command) };
        Add(attributes, Tag.Network, operation.Network);
        Add(attributes, Tag.ContainerId, request.ContainerId);
        Add(attributes, Tag.InterfaceName, request.IfName);
        Add(attributes, Tag.PodNamespace, pod.Namespace);
        Add(attributes, Tag.PodName, pod.Name);
        Add(attributes, Tag.PodUid, pod.Uid);
        Add(attributes, Tag.Addresses, operation.Addresses);
        attributes.Add(new("cni.operation.duration", operation.Duration.TotalSeconds));
        if (operation.Failure is { } failure)
        {
            attributes.Add(new(Tag.ErrorType, HostActivity.ErrorType(failure.Code)));
            attributes.Add(new(Tag.ErrorCode, (int)failure.Code));
        }

        var title = LogLine.Title(operation);
        logger.Log(operation.Failure is null ? LogLevel.Information : LogLevel.Error, s_event, attributes, null, (_, _) => title);
    }

    private static void Add(List<KeyValuePair<string, object?>> attributes, string name, string? value)
    {
        if (!string.IsNullOrEmpty(value))
        {
            attributes.Add(new(name, value));
        }
    }
}
