using System.Globalization;
using System.Text.Json;

namespace CniChain.Host.Commands.Views;

/// <summary>Leases as a table and as JSON.</summary>
internal static class LeasesView
{
    public static FittedTable ToTable(IReadOnlyList<LeaseView> leases)
    {
        var table = new FittedTable("Network", "Container", "Interface", "Address", "Server", "State", "Age", "T1 in", "T2 in", "Ends in")
        {
            Expendable = ["T2 in", "Interface", "T1 in", "Server"],
        };
        foreach (var lease in leases)
        {
            table.Add(
                lease.Attachment.Network,
                AttachmentsView.ShortId(lease.Attachment.ContainerId),
                lease.Attachment.IfName,
                lease.Address?.ToString() ?? "-",
                lease.Server ?? "-",
                lease.State,
                lease.Age is { } age ? Text(age) : "-",
                Text(lease.UntilT1, lease),
                Text(lease.UntilT2, lease),
                Text(lease.UntilExpiry, lease));
        }

        return table;
    }

    public static byte[] ToJson(IReadOnlyList<LeaseView> leases) => JsonText.WriteList(leases, Write, indented: true);

    /// <summary>A duration in its two largest units: "2d 3h", "59m 8s"; overdue ones with a minus.</summary>
    internal static string Text(TimeSpan time)
    {
        var sign = time < TimeSpan.Zero ? "-" : "";
        var t = time.Duration();
        return sign + t switch
        {
            { TotalDays: >= 1 } => string.Create(CultureInfo.InvariantCulture, $"{(int)t.TotalDays}d {t.Hours}h"),
            { TotalHours: >= 1 } => string.Create(CultureInfo.InvariantCulture, $"{t.Hours}h {t.Minutes}m"),
            { TotalMinutes: >= 1 } => string.Create(CultureInfo.InvariantCulture, $"{t.Minutes}m {t.Seconds}s"),
            _ => string.Create(CultureInfo.InvariantCulture, $"{t.Seconds}s"),
        };
    }

    private static string Text(TimeSpan? time, LeaseView lease) => time is { } t ? Text(t) : lease.Address is null ? "-" : "never";

    private static void Write(Utf8JsonWriter writer, LeaseView lease)
    {
        writer.WriteString("network", lease.Attachment.Network);
        writer.WriteString("containerID", lease.Attachment.ContainerId);
        writer.WriteString("ifname", lease.Attachment.IfName);
        writer.WriteString("address", lease.Address?.ToString());
        writer.WriteString("server", lease.Server);
        writer.WriteString("state", lease.State);
        Write(writer, "age", lease.Age);
        Write(writer, "untilT1", lease.UntilT1);
        Write(writer, "untilT2", lease.UntilT2);
        Write(writer, "untilExpiry", lease.UntilExpiry);
        foreach (var (name, value) in lease.Details)
        {
            writer.WriteString(name, value);
        }
    }

    private static void Write(Utf8JsonWriter writer, string key, TimeSpan? time)
    {
        if (time is { } t)
        {
            writer.WriteNumber(key, Math.Round(t.TotalSeconds, 1));
        }
        else
        {
            writer.WriteNull(key);
        }
    }
}
