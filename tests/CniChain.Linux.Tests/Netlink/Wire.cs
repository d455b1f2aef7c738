using System.Globalization;
using System.Text;
using CniChain.Linux.Netlink;

namespace CniChain.Linux.Tests.Netlink;

/// <summary>Compares a message with the bytes it should have, and shows where they part.</summary>
internal static class Wire
{
    /// <summary>Asserts a request's type, flags and payload.</summary>
    /// <param name="request">The request.</param>
    /// <param name="type">nlmsg_type.</param>
    /// <param name="flags">nlmsg_flags, as in the header.</param>
    /// <param name="expected">The payload in hex. Blanks, line ends and what follows <c>#</c> in a line do not count.</param>
    public static void AssertBytes(NetlinkRequest request, ushort type, ushort flags, string expected)
    {
        Assert.Equal(type, request.Type);
        Assert.Equal(flags, (ushort)request.Flags);
        var wanted = Rows(Convert.FromHexString(Strip(expected)));
        var got = Rows(request.Payload.Span);
        if (!wanted.SequenceEqual(got))
        {
            Assert.Fail($"{request.Operation}: offset, expected, actual\n{SideBySide(wanted, got)}");
        }
    }

    private static string Strip(string text)
    {
        var hex = new StringBuilder();
        foreach (var line in text.Split('\n'))
        {
            foreach (var c in line.Split('#')[0])
            {
                hex.Append(char.IsWhiteSpace(c) ? "" : c);
            }
        }

        return hex.ToString();
    }

    /// <summary>Four bytes a row: attributes begin at row starts.</summary>
    private static List<string> Rows(ReadOnlySpan<byte> bytes)
    {
        var rows = new List<string>();
        for (var i = 0; i < bytes.Length; i += 4)
        {
            rows.Add(Convert.ToHexStringLower(bytes.Slice(i, Math.Min(4, bytes.Length - i))));
        }

        return rows;
    }

    private static string SideBySide(List<string> wanted, List<string> got)
    {
        var text = new StringBuilder();
        for (var i = 0; i < Math.Max(wanted.Count, got.Count); i++)
        {
            var (left, right) = (i < wanted.Count ? wanted[i] : "--------", i < got.Count ? got[i] : "--------");
            text.Append(CultureInfo.InvariantCulture, $"{i * 4,4}  {left,-8}  {right,-8} {(left == right ? "" : "<<<")}\n");
        }

        return text.ToString();
    }
}
