using System.Globalization;
using System.Text.Json;

namespace CniChain.Host.Commands;

/// <summary>A published port, as docker's -p writes it and the portMappings capability takes it.</summary>
/// <param name="HostIp">The address on the host; null for all of them.</param>
/// <param name="HostPort">1 to 65535.</param>
/// <param name="ContainerPort">1 to 65535.</param>
/// <param name="Protocol">tcp, udp or sctp.</param>
internal sealed record PortMapping(string? HostIp, int HostPort, int ContainerPort, string Protocol)
{
    /// <summary>Reads every -p; a range of ports becomes as many mappings.</summary>
    /// <exception cref="CniException">Code 4: names the text and what to write.</exception>
    public static IReadOnlyList<PortMapping> ParseAll(IEnumerable<string> texts)
    {
        var mappings = new List<PortMapping>();
        foreach (var text in texts)
        {
            Parse(text, mappings);
        }

        return mappings;
    }

    public void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteNumber("hostPort", HostPort);
        writer.WriteNumber("containerPort", ContainerPort);
        writer.WriteString("protocol", Protocol);
        if (HostIp is not null)
        {
            writer.WriteString("hostIP", HostIp);
        }

        writer.WriteEndObject();
    }

    private static void Parse(string text, List<PortMapping> mappings)
    {
        var slash = text.LastIndexOf('/');
        var protocol = slash < 0 ? "tcp" : text[(slash + 1)..].ToLowerInvariant();
        if (protocol is not ("tcp" or "udp" or "sctp"))
        {
            throw Invalid(text, $"the protocol is \"{protocol}\"; give tcp, udp or sctp");
        }

        var rest = slash < 0 ? text : text[..slash];
        var inner = rest.LastIndexOf(':');
        if (inner < 0)
        {
            throw Invalid(text, "there is no host port; write 8080:80");
        }

        // The address before the host port may be IPv6, so the colons are counted from the end.
        var outer = rest[..inner].LastIndexOf(':');
        var hostIp = outer <= 0 ? null : ReadHostIp(text, rest[..outer]);
        var host = ReadRange(text, rest[(outer + 1)..inner]);
        var container = ReadRange(text, rest[(inner + 1)..]);
        if (host.Last - host.First != container.Last - container.First)
        {
            throw Invalid(text, "the two ranges differ in length");
        }

        for (var i = 0; i <= host.Last - host.First; i++)
        {
            mappings.Add(new PortMapping(hostIp, host.First + i, container.First + i, protocol));
        }
    }

    private static string ReadHostIp(string text, string part)
    {
        var bare = part.StartsWith('[') && part.EndsWith(']') ? part[1..^1] : part;
        return IpPrefix.TryParseAddress(bare, out var address)
            ? address.ToString()
            : throw Invalid(text, $"\"{part}\" is no address; write 127.0.0.1:8080:80 or [::1]:8080:80");
    }

    private static (int First, int Last) ReadRange(string text, string part)
    {
        var dash = part.IndexOf('-', StringComparison.Ordinal);
        var first = ReadPort(text, dash < 0 ? part : part[..dash]);
        var last = dash < 0 ? first : ReadPort(text, part[(dash + 1)..]);
        return last >= first ? (first, last) : throw Invalid(text, $"the range {part} runs backwards");
    }

    private static int ReadPort(string text, string part) =>
        ushort.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port > 0
            ? port
            : throw Invalid(text, $"\"{part}\" is no port; give 1 to 65535");

    private static CniException Invalid(string text, string problem) =>
        new(CniErrorCode.InvalidEnvironment, $"--publish \"{text}\": {problem}");
}
