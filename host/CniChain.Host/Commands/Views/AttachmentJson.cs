using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace CniChain.Host.Commands;

/// <summary>Attachments as JSON.</summary>
internal static class AttachmentJson
{
    public static byte[] Write(IReadOnlyList<JournalAttachment> attachments, IReadOnlyList<UnknownAttachment> unknown)
    {
        var buffer = new MemoryStream();
        using (var json = NewWriter(buffer))
        {
            json.WriteStartArray();
            foreach (var attachment in attachments)
            {
                json.WriteStartObject();
                WriteMembers(json, attachment);
                json.WriteEndObject();
            }

            foreach (var owner in unknown)
            {
                json.WriteStartObject();
                json.WriteString("network", owner.Network);
                json.WriteString("containerID", owner.ContainerId);
                json.WriteString("ifname", owner.IfName);
                json.WriteString("state", "unknown");
                WriteList(json, "objects", owner.Objects.Select(o => $"{o.Kind} {o.Name}"));
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }

        return buffer.ToArray();
    }

    public static Utf8JsonWriter NewWriter(Stream stream) => new(
        stream, new JsonWriterOptions { Indented = true, IndentSize = 4, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    /// <summary>Everything of one attachment, into an object that is open.</summary>
    public static void WriteMembers(Utf8JsonWriter json, JournalAttachment attachment)
    {
        json.WriteString("network", attachment.Attachment.Network);
        json.WriteString("containerID", attachment.Attachment.ContainerId);
        json.WriteString("ifname", attachment.Attachment.IfName);
        json.WriteString("state", attachment.State);
        json.WriteString("netns", attachment.NetnsPath);
        json.WriteString("created", attachment.Created.ToString("O", CultureInfo.InvariantCulture));
        json.WriteString("podNamespace", attachment.Pod.Namespace);
        json.WriteString("podName", attachment.Pod.Name);
        WriteList(json, "plugins", attachment.Plugins);
        WriteList(json, "addresses", attachment.Addresses.Select(a => a.ToString()));
        json.WriteStartArray("ports");
        foreach (var port in attachment.Ports)
        {
            json.WriteStartObject();
            json.WriteString("hostIP", port.HostIp);
            json.WriteString("hostPort", port.HostPort);
            json.WriteString("containerPort", port.ContainerPort);
            json.WriteString("protocol", port.Protocol);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    public static void WriteList(Utf8JsonWriter json, string name, IEnumerable<string> texts)
    {
        json.WriteStartArray(name);
        foreach (var text in texts)
        {
            json.WriteStringValue(text);
        }

        json.WriteEndArray();
    }
}
