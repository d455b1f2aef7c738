using System.Globalization;
using System.Text.Json;

namespace CniChain.Host.Commands;

/// <summary>A port mapping as the runtime gave it.</summary>
/// <param name="HostIp">The node's address; null for all of them.</param>
/// <param name="HostPort">A port, or a range.</param>
/// <param name="ContainerPort">A port, or a range.</param>
/// <param name="Protocol">"tcp", "udp" or "sctp".</param>
internal sealed record PublishedPort(string? HostIp, string HostPort, string ContainerPort, string Protocol)
{
    /// <summary>Reads the capability's argument; what has no host port publishes nothing.</summary>
    /// <param name="mappings">The argument; null for none.</param>
    public static IReadOnlyList<PublishedPort> Read(JsonElement? mappings)
    {
        if (mappings is not { ValueKind: JsonValueKind.Array } list)
        {
            return [];
        }

        var ports = new List<PublishedPort>();
        foreach (var mapping in list.EnumerateArray())
        {
            if (mapping.ValueKind == JsonValueKind.Object && Text(mapping, "hostPort") is { Length: > 0 } hostPort && hostPort != "0")
            {
                var protocol = Text(mapping, "protocol").ToLowerInvariant();
                ports.Add(new PublishedPort(
                    Text(mapping, "hostIP") is { Length: > 0 } ip ? ip : null,
                    hostPort,
                    Text(mapping, "containerPort"),
                    protocol.Length > 0 ? protocol : "tcp"));
            }
        }

        return ports;
    }

    /// <summary>"8080→80/tcp", "127.0.0.1:8080→80/tcp".</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{(HostIp is null ? "" : HostIp.Contains(':', StringComparison.Ordinal) ? $"[{HostIp}]:" : $"{HostIp}:")}{HostPort}→{ContainerPort}/{Protocol}");

    private static string Text(JsonElement json, string key) => JsonKeys.TryGet(json, key, out var value) ? value.ToString() : "";
}
