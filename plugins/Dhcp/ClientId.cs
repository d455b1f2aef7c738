using System.Security.Cryptography;
using System.Text;

namespace CniChain.Plugins.Dhcp;

/// <summary>Who an attachment is to servers.</summary>
internal static class ClientId
{
    // With the type in front it is the 255 bytes that an option holds.
    private const int MaxLength = 254;

    // RFC 6355, 4.
    private const byte DuidUuid = 4;
    private const int UuidLength = 16;

    /// <summary>The identity association: an attachment is a client of its own, with one interface.</summary>
    public const uint Iaid = 1;

    /// <summary>
    /// The reference plugin's identifier, so that leases carry over from it: type 0 ("not a hardware address", RFC 2132, 9.14), then
    /// "containerID/network/ifname", cut.
    /// </summary>
    public static byte[] Of(Attachment attachment)
    {
        var text = Encoding.UTF8.GetBytes(Text(attachment));
        return [0, .. text.AsSpan(0, Math.Min(text.Length, MaxLength))];
    }

    /// <summary>
    /// A DUID of a UUID that is made of the same words (RFC 9562, 5.8): an ADD that is repeated gets its address again, which by hardware
    /// addresses, new ones with every interface, it would not.
    /// </summary>
    public static byte[] Duid(Attachment attachment)
    {
        var uuid = SHA256.HashData(Encoding.UTF8.GetBytes(Text(attachment))).AsSpan(0, UuidLength).ToArray();
        uuid[6] = (byte)((uuid[6] & 0x0f) | 0x80);
        uuid[8] = (byte)((uuid[8] & 0x3f) | 0x80);
        return [0, DuidUuid, .. uuid];
    }

    private static string Text(Attachment attachment) => $"{attachment.ContainerId}/{attachment.Network}/{attachment.IfName}";
}
