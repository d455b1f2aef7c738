using System.Globalization;
using System.Text.Json;

namespace CniChain.Host.Commands;

/// <summary>Attachments as JSON.</summary>
internal static class AttachmentJson
{
    public static byte[] Write(IReadOnlyList<JournalAttachment> attachments, IReadOnlyList<UnknownAttachment> unknown) =>
        JsonText.Write(
            json =>
            {
                json.WriteStartArray();
                json.WriteItems(attachments, WriteMembers);
                json.WriteItems(unknown, Write);
                json.WriteEndArray();
            },
            indented: true);

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
        json.WriteList("plugins", attachment.Plugins);
        json.WriteList("addresses", attachment.Addresses.Select(a => a.ToString()));
        json.WriteList("ports", attachment.Ports, Write);
    }

    private static void Write(Utf8JsonWriter json, UnknownAttachment owner)
    {
        json.WriteString("network", owner.Network);
        json.WriteString("containerID", owner.ContainerId);
        json.WriteString("ifname", owner.IfName);
        json.WriteString("state", "unknown");
        json.WriteList("objects", owner.Objects.Select(o => $"{o.Kind} {o.Name}"));
    }

    private static void Write(Utf8JsonWriter json, PublishedPort port)
    {
        json.WriteString("hostIP", port.HostIp);
        json.WriteString("hostPort", port.HostPort);
        json.WriteString("containerPort", port.ContainerPort);
        json.WriteString("protocol", port.Protocol);
    }
}
