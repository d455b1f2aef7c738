using System.Text;

namespace CniChain.Plugins.Dhcp;

/// <summary>Who an attachment is to servers: the reference plugin's identifier, so that leases carry over from it.</summary>
internal static class ClientId
{
    // With the type in front it is the 255 bytes that an option holds.
    private const int MaxLength = 254;

    /// <summary>Type 0 ("not a hardware address", RFC 2132, 9.14), then "containerID/network/ifname", cut.</summary>
    public static byte[] Of(Attachment attachment)
    {
        var text = Encoding.UTF8.GetBytes($"{attachment.ContainerId}/{attachment.Network}/{attachment.IfName}");
        return [0, .. text.AsSpan(0, Math.Min(text.Length, MaxLength))];
    }
}
