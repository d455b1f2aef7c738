using System.Diagnostics;
using System.Text;
using Tmds.Linux;

namespace CniChain.Plugins.Dhcp.Keeping;

/// <summary>Runs the program of "onChange". It decides nothing: what it does and how it ends is told to the log and changes no lease.</summary>
internal static class ChangeProgram
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(30);

    /// <summary>Starts it in the background, when there is one.</summary>
    /// <param name="record">The lease's record.</param>
    /// <param name="what">"changed" or "lost".</param>
    /// <param name="before">The lease before; null for none.</param>
    /// <param name="after">The lease now; null for none.</param>
    /// <param name="log">Told of failures.</param>
    public static void Start(LeaseRecord record, string what, Lease? before, Lease? after, ICniLog log)
    {
        if (record.OnChange.Length > 0)
        {
            _ = Task.Run(() => RunAsync(record, what, before, after, log));
        }
    }

    private static async Task RunAsync(LeaseRecord record, string what, Lease? before, Lease? after, ICniLog log)
    {
        var program = record.OnChange[0];
        try
        {
            if (Distrust(program) is { } problem)
            {
                log.Warn($"dhcp: \"onChange\": {program} {problem}, so it is not run");
                return;
            }

            var start = new ProcessStartInfo(program) { RedirectStandardInput = true, WorkingDirectory = "/" };
            foreach (var word in record.OnChange.Skip(1))
            {
                start.ArgumentList.Add(word);
            }

            foreach (var (name, value) in Variables(record, what, before, after))
            {
                start.Environment[name] = value;
            }

            using var process = Process.Start(start)!;
            process.StandardInput.Close();
            using var limit = new CancellationTokenSource(s_limit);
            try
            {
                await process.WaitForExitAsync(limit.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                process.Kill(entireProcessTree: true);
                log.Warn($"dhcp: \"onChange\": {program} was still running after {s_limit.TotalSeconds} s and was killed");
                return;
            }

            if (process.ExitCode != 0)
            {
                log.Warn($"dhcp: \"onChange\": {program} exited with {process.ExitCode}");
            }
        }
        catch (Exception e) when (e is System.ComponentModel.Win32Exception or IOException or InvalidOperationException)
        {
            log.Warn($"dhcp: \"onChange\": {program}: {e.Message}");
        }
    }

    private static IEnumerable<(string Name, string Value)> Variables(LeaseRecord record, string what, Lease? before, Lease? after)
    {
        yield return ("CNICHAIN_EVENT", what);
        yield return ("CNICHAIN_NETWORK", record.Network);
        yield return ("CNI_CONTAINERID", record.ContainerId);
        yield return ("CNI_IFNAME", record.IfName);
        yield return ("CNI_NETNS", record.NetnsPath);
        yield return ("DHCP_FAMILY", record.Family == LeaseFamily.IPv6 ? "6" : "4");
        yield return ("DHCP_OLD_ADDRESS", Text(before));
        yield return ("DHCP_ADDRESS", Text(after));
        yield return ("DHCP_ROUTER", after is { RoutersOnLink: [var router, ..] } ? router.ToString() : "");
        yield return ("DHCP_DNS", string.Join(' ', after?.NameServers ?? []));
        yield return ("DHCP_DOMAIN", after?.Domain ?? "");
        yield return ("DHCP_NTP", string.Join(' ', after?.NtpServers ?? []));
    }

    private static string Text(Lease? lease) => lease?.Prefix.ToString() ?? "";

    private static unsafe string? Distrust(string path)
    {
        stat info;
        fixed (byte* native = Encoding.UTF8.GetBytes(path + '\0'))
        {
            if (LibC.stat(native, &info) < 0)
            {
                return "is not there";
            }
        }

        var owner = (uint)info.st_uid;
        return (owner != 0 && owner != (uint)LibC.geteuid()) || ((uint)info.st_mode & 0x12) != 0
            ? "can be changed by others than root"
            : null;
    }
}
