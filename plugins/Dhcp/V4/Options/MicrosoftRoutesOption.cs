using System.Diagnostics.CodeAnalysis;

namespace CniChain.Plugins.Dhcp.V4.Options;

/// <summary>Option 249: option 121 before it had its number, as older Windows servers send it (MS-DHCPE, 2.2.8).</summary>
internal sealed class MicrosoftRoutesOption : IDhcpOption<IReadOnlyList<DhcpRoute>>
{
    public static byte Code => 249;

    public static bool TryRead(ReadOnlySpan<byte> data, [MaybeNullWhen(false)] out IReadOnlyList<DhcpRoute> value) =>
        ClasslessRoutes.TryRead(data, out value);

    public static int Write(IReadOnlyList<DhcpRoute> value, Span<byte> target) => ClasslessRoutes.Write(value, target);
}
