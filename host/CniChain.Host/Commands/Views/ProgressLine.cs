using System.Diagnostics;
using System.Globalization;

namespace CniChain.Host.Commands;

/// <summary>What a long command is at, on one line of the terminal that goes away when it has ended. Nothing where stderr is no terminal.</summary>
/// <remarks>It hears of the work by the spans of this process, as a trace does.</remarks>
internal sealed class ProgressLine : IDisposable
{
    private const string EraseLine = "\r\e[K";
    private static readonly TimeSpan s_redrawAfter = TimeSpan.FromMilliseconds(50);

    private readonly CommandContext _context;
    private readonly string _item;
    private readonly int _total;
    private readonly Lock _gate = new();
    private readonly ActivityListener _listener;
    private int _begun;
    private string _subject = "";
    private long _drawn;

    private ProgressLine(CommandContext context, string item, int total)
    {
        _context = context;
        _item = item;
        _total = total;
        _listener = new ActivityListener
        {
            ShouldListenTo = static source => source.Name == HostActivity.SourceName,
            Sample = static (ref _) => ActivitySamplingResult.AllData,
            ActivityStarted = Started,
        };
        ActivitySource.AddActivityListener(_listener);
    }

    /// <summary>Shows one.</summary>
    /// <param name="context">The terminal.</param>
    /// <param name="json">The answer is for a program; nothing is shown.</param>
    /// <param name="item">The name of the spans that are counted.</param>
    /// <param name="total">How many there will be, about.</param>
    /// <returns>Disposing of it takes the line away; null where nobody looks, or there is nothing to do.</returns>
    public static ProgressLine? Show(CommandContext context, bool json, string item, int total) =>
        context.ErrorIsTerminal && !json && total > 0 ? new ProgressLine(context, item, total) : null;

    public void Dispose()
    {
        _listener.Dispose();
        lock (_gate)
        {
            if (_drawn != 0)
            {
                _context.Error.Write(EraseLine);
            }
        }
    }

    private void Started(Activity activity)
    {
        lock (_gate)
        {
            if (activity.OperationName == _item)
            {
                _begun++;
                // Its tags come after its start: the steps within it see them.
                _subject = "";
            }
            else if (Item(activity) is { } item)
            {
                _subject = $"{item.GetTagItem(Tag.ContainerId)}/{item.GetTagItem(Tag.InterfaceName)}: ";
            }

            if (_drawn == 0 || _context.Time.GetElapsedTime(_drawn) > s_redrawAfter)
            {
                _drawn = _context.Time.GetTimestamp();
                _context.Error.Write(EraseLine + Line(activity.DisplayName));
            }
        }
    }

    private string Line(string step)
    {
        var line = string.Create(CultureInfo.InvariantCulture, $"{_begun}/{Math.Max(_total, _begun)}  {_subject}{step}");
        return line.Length < _context.Width ? line : line[..Math.Max(_context.Width - 1, 0)];
    }

    private Activity? Item(Activity activity)
    {
        for (var at = activity.Parent; at is not null; at = at.Parent)
        {
            if (at.OperationName == _item)
            {
                return at;
            }
        }

        return null;
    }
}
