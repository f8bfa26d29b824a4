import { createTheme, type MantineColorsTuple } from '@mantine/core';

// The one accent: an indigo whose 6 is readable on white (5.6:1) and whose 4 is on the dark ground (6.1:1).
const accent: MantineColorsTuple = ['#f0f1fd', '#dee1f9', '#bcc2f2', '#98a2ea', '#7b87e3', '#6571de', '#4f5bd5', '#434ebd', '#3944a4', '#2e388a'];
// Neutral greys with a breath of blue, darker than Mantine's own, so that cards stand out from the ground.
const dark: MantineColorsTuple = ['#dfe1e6', '#b6b9c2', '#9498a4', '#6b6f7c', '#3a3d48', '#2c2f38', '#22242c', '#1a1c22', '#131419', '#0d0e12'];

// Named before `system-ui`: on a Linux without a desktop that is a very wide face.
const SANS = "Inter, -apple-system, BlinkMacSystemFont, 'Segoe UI', Roboto, 'Noto Sans', Ubuntu, Cantarell, 'Liberation Sans', system-ui, sans-serif";
const MONO = "ui-monospace, SFMono-Regular, 'JetBrains Mono', Menlo, Consolas, 'DejaVu Sans Mono', monospace";

/** Calm and dense: one accent, 14 px text, small radii, no shadows where a line will do. */
export const theme = createTheme({
  colors: { accent, dark },
  primaryColor: 'accent',
  primaryShade: { light: 6, dark: 6 },
  fontFamily: SANS,
  fontFamilyMonospace: MONO,
  defaultRadius: 'md',
  radius: { xs: '3px', sm: '4px', md: '6px', lg: '8px', xl: '12px' },
  fontSizes: { xs: '12px', sm: '13px', md: '14px', lg: '16px', xl: '18px' },
  headings: {
    fontWeight: '600',
    sizes: { h1: { fontSize: '20px', lineHeight: '28px' }, h2: { fontSize: '16px', lineHeight: '24px' }, h3: { fontSize: '14px', lineHeight: '20px' } },
  },
  cursorType: 'pointer',
  focusRing: 'auto',
  respectReducedMotion: true,
  components: {
    Button: { defaultProps: { size: 'xs' } },
    SegmentedControl: { defaultProps: { withItemsBorders: false } },
    TextInput: { defaultProps: { size: 'sm' } },
    Textarea: { defaultProps: { size: 'sm' } },
    Select: { defaultProps: { size: 'sm' } },
    Tooltip: { defaultProps: { openDelay: 300, withArrow: true } },
    Modal: { defaultProps: { centered: true, radius: 'lg', closeButtonProps: { 'aria-label': 'Close' } } },
    Menu: { defaultProps: { shadow: 'md', radius: 'md' } },
  },
});
